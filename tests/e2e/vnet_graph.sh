#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# vnet_graph.sh - vnet draws networks, and a browser shows what it drew
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# two_jails - On a NIC's network, in boxes www and db; addresses on them
two_jails() {
	make_root root
	ip link add em0 type veth peer name far
	vnet add em0 em0_www em0_db
	for j in www db; do
		jail -c name="$j" path="$PWD/root" vnet persist \
			vnet.interface="em0_$j"
	done
	ip -n www addr add 10.0.0.1/24 dev em0_www
	ip -n db addr add 10.0.0.2/24 dev em0_db
	ip -n db addr add fd00::2/64 dev em0_db nodad
	for j in www db; do
		ip -n "$j" link set "em0_$j" up
	done
	works jexec www ping -c 3 -i 0.2 10.0.0.2
}

# browser ARG ... - Headless, at no network, with nothing of the user's
browser() {
	for _b in chromium-headless-shell chromium google-chrome; do
		! command -v "$_b" >/dev/null || break
	done
	mkdir -p profile
	HOME=$PWD/profile "$_b" --headless --no-sandbox --disable-gpu \
		--disable-dev-shm-usage --user-data-dir="$PWD/profile" \
		--log-net-log="$PWD/net.json" --window-size=1200,500 \
		"$@" 2>browser.log
}
have_browser() {
	command -v chromium-headless-shell || command -v chromium ||
		command -v google-chrome
}

# probe PAGE - What a script in the page sees and does there, a line each: boxes
# by where they are, hints by where the pointer is
probe() {
	{
		cat "$1"
		cat <<-'HTML'
			<pre id="probe"></pre><script>
			const out = [], all = (s) => [...document.querySelectorAll(s)];
			const rect = (g) => g.querySelector("path, polygon").getBoundingClientRect();
			const first = (g) => g.dataset.tip.split("\n")[0];
			const middle = (r) => [(r.left + r.right) / 2, (r.top + r.bottom) / 2];
			function point(x, y) {
				const e = document.elementFromPoint(x, y);
				if (e) e.dispatchEvent(new MouseEvent("mousemove",
					{ bubbles: true, clientX: x, clientY: y }));
				return getComputedStyle(tip).display === "block" ?
					tip.textContent.replaceAll("\n", " | ") : "nothing";
			}
			for (const g of all("g.node")) {
				const [x, y] = middle(rect(g));
				const boxes = all("g.cluster").filter((c) => {
					const r = rect(c);
					return r.left < x && x < r.right && r.top < y && y < r.bottom;
				});
				const home = boxes.map(first).join(" and ") || "no box";
				out.push(`place: ${first(g)} in ${home}`);
				out.push(`hint: ${point(x, y)}`);
				for (const t of g.querySelectorAll("text")) {
					const a = t.getBoundingClientRect(), b = rect(g);
					if (a.left < b.left || a.right > b.right ||
					    a.top < b.top || a.bottom > b.bottom)
						out.push(`out of its box: ${t.textContent}`);
					if (a.height < 7)
						out.push(`too small: ${t.textContent} ${a.height}`);
				}
			}
			for (const g of all("g.edge")) {
				const p = g.querySelector("path");
				const m = p.getPointAtLength(p.getTotalLength() / 2);
				const at = new DOMPoint(m.x, m.y).matrixTransform(p.getScreenCTM());
				out.push(`line: ${point(at.x, at.y)}`);
				out.push(`picked: ${all("g.node.on").length}`);
			}
			const texts = all("#map text").map((t) => t.textContent);
			out.push(`text: ${texts.join(" ")}`);
			out.push(`fetched: ${performance.getEntriesByType("resource").length}`);
			out.push(`scripts: ${all("#map script, #map img, #map iframe").length}`);
			document.getElementById("probe").textContent = out.join("\n") + "\nend";
			</script>
		HTML
	} >probe.html
	browser --dump-dom "file://$PWD/probe.html" >dom.html
	sed -n '/<pre id="probe">/,/^end/p' dom.html |
		sed 's/.*<pre id="probe">//; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}

it kinds "a picture of each kind, by the end of the file's name" dot
kinds_body() {
	two_jails
	works vnet graph
	works grep -q '<g id="[^"]*" class="cluster jail">' vnet.svg
	want 2 grep -c 'class="cluster jail"' vnet.svg
	want 1 grep -c 'class="cluster host"' vnet.svg
	want 3 grep -c 'class="edge link"' vnet.svg
	want_like '>fd00::2/64<' cat vnet.svg
	want_like '&#10;sent [0-9]* packets, [0-9]* bytes' cat vnet.svg
	refuse "vnet.svg: Already exists (use \`-f' to overwrite)" vnet graph
	works vnet graph -f -o vnet.svg
	works vnet graph -o map.png
	want " 211   P   N   G" sh -c 'head -c 4 map.png | od -An -c'
	works vnet graph -T html -o page
	want_like '^<!DOCTYPE html>' cat page
	refuse "of which kind" vnet graph -o map
	refuse 'Format: "doc" not recognized' vnet graph -o map.doc
	PATH=$BIN refuse "no program \`dot\`: install graphviz" vnet graph -o a.png
	want "map.png
page
root
vnet.svg" sh -c 'ls -d map* page root vnet*'
}

it page "a browser shows a box a jail, and a hint at what is pointed at" dot
page_body() {
	skip_unless have_browser -- \
		"no browser: apt-get install chromium-headless-shell"
	two_jails
	works vnet graph -o map.html
	probe map.html >seen
	want_like '^place: em0_www in jail www$' cat seen
	want_like '^place: em0_db in jail db$' cat seen
	want_like '^place: em0 in host vjail-e2e$' cat seen
	want_like '^place: em0br in no box$' cat seen
	want_like '^hint: em0_db | eiface node .* | 10.0.0.2/24 | fd00::2/64 | .* | received [1-9]' cat seen
	want_like '^hint: em0br | bridge node .*, 4 hooks$' cat seen
	want_like '^line: em0br link3 – ether em0_db | in [1-9][0-9]* packets' cat seen
	want_like '^line: em0 upper – link1 em0br | .* | em0 lower – link0 em0br ' cat seen
	want 3 grep -c '^picked: 2$' seen
	want_like '^text: .*www.*10.0.0.1/24' cat seen
	atf_check -s exit:1 grep -E 'out of its box|too small' seen
	want_like '^fetched: 0$' cat seen
	want_like '^end' cat seen
	# Nothing but the page itself was asked for, of anybody.
	atf_check -s exit:1 grep -oE '"url":"(https?|ws|ftp):[^"]*"' net.json
	browser --screenshot="$PWD/shot.png" "file://$PWD/map.html"
	test "$(wc -c <shot.png)" -gt 10000 || _fail "an empty screenshot"
}

it own "a jail's own graph is in its box, tied to what leads into it" dot
own_body() {
	two_jails
	for j in www db; do # numbers and names are the same in both
		ngctl -j "$j" -f - <<-'NGCTL' || atf_fail "no graph in $j"
			mkpeer eiface x ether
			name .:x inner
			rmhook x
			mkpeer hub y one
			name .:y middle
			connect inner: middle: ether two
			rmhook y
		NGCTL
	done
	ngctl -j www mkpeer em0_www: bridge lower link0
	ngctl -j www name em0_www:lower wwwbr
	ngctl -j www connect wwwbr: middle: link1 up
	works vnet graph -T dot -o map.dot
	works vnet graph
	# what is drawn, by title; n2 and so on are the host's nodes
	sed -n 's/.*<title>\(.*\)<.title>/\1/p' vnet.svg | sort >titles
	want "cluster_0
cluster_1
cluster_2" grep cluster titles
	# one box for what is a node of both graphs, and nothing led astray
	want 1 grep -c '>em0_www<' vnet.svg
	want 1 grep -c '>wwwbr<' vnet.svg
	want 2 grep -c '>middle<' vnet.svg
	want 2 grep -c '>ngeth0<' vnet.svg
	want 3 grep -c '&#45;&#45;j1_' titles
	want 1 grep -c '&#45;&#45;j2_' titles
	want 3 grep -cE '^n[0-9a-f]+&#45;&#45;n' titles
	inner=$(awk '/subgraph cluster_/ { c = $2 } /wwwbr/ { print c; exit }' map.dot)
	same cluster_1 "$inner"
	# the page counts boxes and bridges of all
	works vnet graph -o map.html
	want_like '2 jails, 2 bridges, 5 interfaces' cat map.html
	# to look leaves nothing
	want 4 sh -c 'ngctl -j db list | grep -c ID:'
}

it hostile "a jail's root cannot put markup into the picture by names" dot
hostile_body() {
	skip_unless have_browser -- \
		"no browser: apt-get install chromium-headless-shell"
	two_jails
	works ip -n www link set em0_www down name '<img-src=x>'
	works ip -n db link set em0_db down name '"];&lt;\N'
	works vnet graph -o map.html
	probe map.html >seen
	want_like '^place: <img-src=x> in jail www$' cat seen
	want_like '^place: "\];&lt;∖N in jail db$' cat seen
	want_like '^scripts: 0$' cat seen
	want_like '^fetched: 0$' cat seen
}

it same_name "two jails' interfaces of one name are each in their own box" dot
same_name_body() {
	two_jails
	for j in www db; do
		ip -n "$j" link set "em0_$j" down name eth0
	done
	works vnet graph -T canon -o map.dot
	want "em0
  db eth0 10.0.0.2/24
  www eth0 10.0.0.1/24" sh -c 'vnet list -r | grep -v HOST'
	sed -n '/cluster_1/,/^	}/p' map.dot >www.dot
	works grep -q 'eth0.*10.0.0.1/24' www.dot
	atf_check -s exit:1 grep -F '10.0.0.2/24' www.dot
}
