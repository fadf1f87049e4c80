/* SPDX-License-Identifier: BSD-2-Clause */
/* config.c - Read jail.conf(5) and what it includes */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "conf/conffiles.h"
#include "conf/jailconf.h"
#include "config.h"
#include "print.h"

static int parse_stdin(struct conf *conf, struct conf_errors *errs)
{
	cleanup_free char *text = NULL;
	size_t len;
	int r = file_read_fd(STDIN_FILENO, &text, &len);

	if (r < 0)
		return strv_addf(&errs->msgs, "STDIN: %s", strerror(-r)) < 0
			       ? -ENOMEM
			       : r;
	return conf_parse(conf, "STDIN", text, len, &conf_files, errs);
}

int config_load(const char *file, struct conf **ret)
{
	struct conf *conf = conf_new();
	struct conf_errors errs = { 0 };
	int r;

	if (!conf)
		return -ENOMEM;
	if (streq(file, "-"))
		r = parse_stdin(conf, &errs);
	else
		r = conf_parse_file(conf, file, &errs);
	for (size_t i = 0; i < errs.msgs.n; i++)
		say_warn(NULL, "%s", errs.msgs.v[i]);
	strv_done(&errs.msgs);
	if (r < 0) {
		conf_free(conf);
		return r;
	}
	*ret = conf;
	return 0;
}
