/* SPDX-License-Identifier: MIT */
/* Losing privileges, for children. */

#include <check.h>
#include <sched.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/capability.h>

#include "netns-privilege.h"

#define NOBODY 65534

static void set_capabilities(uint32_t keep)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	ck_assert_int_eq(syscall(SYS_capget, &header, data), 0);
	data[0].permitted &= keep;
	data[0].effective = data[0].permitted;
	data[0].inheritable = 0;
	data[1].permitted &= keep == UINT32_MAX ? UINT32_MAX : 0;
	data[1].effective = data[1].permitted;
	data[1].inheritable = 0;
	ck_assert_int_eq(syscall(SYS_capset, &header, data), 0);
}

/* Still uid 0: a program it executes would have the capability again. */
static void drop_capability(void)
{
	set_capabilities(~(1u << CAP_NET_ADMIN));
}

/* In a user namespace of our own there is no such user; then any user without capability is. */
static void become_nobody(void)
{
	if (setresgid(NOBODY, NOBODY, NOBODY) < 0 || setresuid(NOBODY, NOBODY, NOBODY) < 0)
		set_capabilities(0);
}

static void become_root_of_another_namespace(void)
{
	ck_assert_int_eq(unshare(CLONE_NEWUSER), 0);
}

void lose_privilege(int way)
{
	static void (*const losses[LOSSES])(void) = {drop_capability, become_nobody,
						     become_root_of_another_namespace};

	losses[way]();
}

bool keep_net_admin_alone(void)
{
	ck_assert_int_eq(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), 0);
	if (setresgid(NOBODY, NOBODY, NOBODY) < 0 || setresuid(NOBODY, NOBODY, NOBODY) < 0)
		return false;
	set_capabilities(1u << CAP_NET_ADMIN);
	return true;
}
