# SPDX-License-Identifier: BSD-2-Clause
# Makefile - The front door; Meson does the building
#
# make help says what there is.

BUILD ?= build
PREFIX ?= /usr
S ?= 60

.PHONY: all deps demo check e2e lint fmt asan fuzz bench bench-deps soak size cover \
	install clean help

all: $(BUILD)/build.ninja
	@$(to_prefix)
	@ninja -C $(BUILD)

# Programs know where they will be: another PREFIX than before builds anew.
to_prefix := :
ifneq ($(origin PREFIX),file)
to_prefix = grep -q '"name": "prefix", "value": "$(PREFIX)"' \
	$(BUILD)/meson-info/intro-buildoptions.json || \
	meson configure $(BUILD) -Dprefix=$(PREFIX)
endif

$(BUILD)/build.ninja:
	@command -v meson >/dev/null || \
		{ echo "meson is missing: run 'sudo make deps' once" >&2; exit 1; }
	meson setup $(BUILD) --prefix=$(PREFIX)

help:
	@echo "make           build into build/; programs run in place, build/bin/NAME"
	@echo "make deps      install what building and testing need (root, apt)"
	@echo "make demo      five jails, four networks, one tunnel (root); KEEP=1 leaves them"
	@echo "make check     every test (root for those in namespaces)"
	@echo "make e2e       end-to-end tests; T=jls_names or T=jls_names:case for one,"
	@echo "               DEBUG=1 leaves a shell in its namespaces"
	@echo "make lint      formatting, clang-tidy, shellcheck, manual pages, layers; CHANGED=1"
	@echo "               looks at changed files only"
	@echo "make fmt       let clang-format do it"
	@echo "make asan      the tests again, with address and undefined sanitizers"
	@echo "make fuzz      T=target S=seconds: one fuzz target for a while"
	@echo "make bench     what it costs, as ratios to what others do (root); T=jail, path … for"
	@echo "               one subject; make bench-deps installs peers to compare with"
	@echo "make soak      the same N=500 times, then what is left (root): jails, epairs, graphs, steps;"
	@echo "               T=graph … for one; reports in build/soak-*.txt"
	@echo "make size      lengths of functions and files against STYLE.md"
	@echo "make cover     coverage of lib/ by the unit tests"
	@echo "make install   into DESTDIR/PREFIX"
	@echo "make clean     remove the build directories"

deps:
	@tools/deps.sh

demo:
	@tools/deps.sh demo
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) tools/demo.sh

check: deps
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) tools/vm-kernel.sh
	@BUILD=$(BUILD) tools/check.sh

e2e: all
	@BUILD=$(BUILD) T="$(T)" DEBUG="$(DEBUG)" tools/e2e.sh

lint: $(BUILD)/build.ninja
	@BUILD=$(BUILD) CHANGED="$(CHANGED)" tools/lint.sh

fmt:
	@find lib cmd include tests -name '*.[ch]' -exec clang-format -i {} +

asan:
	@tools/asan.sh

fuzz:
	@T="$(T)" S="$(S)" tools/fuzz.sh

bench: all
	@BUILD=$(BUILD) T="$(T)" tests/bench/bench.sh

bench-deps:
	@tools/bench-deps.sh

soak: all
	@BUILD=$(BUILD) N="$(N)" T="$(T)" tests/bench/soak.sh

size: all
	@BUILD=$(BUILD) tools/size.sh

cover:
	@tools/cover.sh

install: all
	@meson install -C $(BUILD) --no-rebuild $(if $(DESTDIR),--destdir $(abspath $(DESTDIR)))
	@[ -n "$(DESTDIR)" ] || [ "$$(id -u)" != 0 ] || ldconfig

clean:
	rm -rf build build-asan build-fuzz build-cover
