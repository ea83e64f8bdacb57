/* SPDX-License-Identifier: MIT */
/* Having systemd hold the entries of a network namespace, in a service of their own.
 *
 * anycast-holder-netns.socket listens for those who need a holder and are root; for each it starts
 * an instance of anycast-holder-netns@.service. That one says when it is there, and gets the
 * network namespace, and the pipe on which the library waits. */
#pragma once

#include "util.h"

/* In the process that the library has started: true when a service has taken over, and reports to
 * report_fd. path is this program's: only the installed one has services. */
bool handover_give(const char *path, int report_fd);

/* In the service: enters the namespace that it gets from one who gives it, or from the manager when
 * this is a restart. ret_report is where to report, or -1. */
int handover_take(int *ret_report) IPH_MUST_CHECK;
