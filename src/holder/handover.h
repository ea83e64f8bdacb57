/* SPDX-License-Identifier: MIT */
/* Hands the entries of a network namespace over to a service of systemd.
 *
 * systemd listens on the socket of anycast-holder-netns.socket, to which only root can connect. For
 * each connection it starts an instance of anycast-holder-netns@.service, with the connection. The
 * service sends one byte when it runs. Then it gets two descriptors: that of the network namespace,
 * and the pipe on which the library waits for the holder's report. */
#pragma once

#include "util.h"

/* For the process that the library has started. True when a service has taken over, which will
 * report to report_fd. path is the file of this program: there are services only for the installed
 * one. */
bool handover_give(const char *path, int report_fd);

/* For the service. Enters the network namespace that comes through the connection; when systemd has
 * restarted the service, the one that systemd has kept. *ret_report is where to report, or -1. */
int handover_take(int *ret_report) IPH_MUST_CHECK;
