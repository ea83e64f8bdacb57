/* SPDX-License-Identifier: MIT */
/* The unicast addresses of a network namespace, kept up to date by what the kernel tells. */
#pragma once

#include "nl.h"
#include "notify/view.h"

/* The view's tell and arg are the owner's. */
void iph_unicast_watch_init(struct iph_view *view);

/* Reads all anew. */
int iph_unicast_watch_read(struct iph_view *view, struct iph_nl *nl) IPH_MUST_CHECK;

/* Any notice of the kernel's. */
int iph_unicast_watch_message(struct iph_view *view, const struct nlmsghdr *nlh) IPH_MUST_CHECK;
