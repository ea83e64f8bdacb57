/* SPDX-License-Identifier: MIT */
/* The rules that say which tables of routes are looked into. */

#include <errno.h>

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>

#include "rule.h"

#define FRA_LAST FRA_DPORT_RANGE

struct reading {
	uint32_t tables[2]; /* of the first two rules; they come in the order of their priority */
	size_t count;
	struct iph_rules rules;
};

/* What a rule without any condition says of itself; all else is a condition, or we do not know. */
static bool is_plain(const struct fib_rule_hdr *rule, const struct nlattr *const *tb)
{
	uint32_t suppress = UINT32_MAX;
	unsigned int type;

	(void)iph_attr_u32(tb[FRA_SUPPRESS_PREFIXLEN], &suppress);
	if (rule->action != FR_ACT_TO_TBL || rule->tos || rule->flags || suppress != UINT32_MAX)
		return false;
	for (type = 0; type <= FRA_LAST; type++)
		if (tb[type] && type != FRA_PRIORITY && type != FRA_TABLE &&
		    type != FRA_SUPPRESS_PREFIXLEN && type != FRA_PROTOCOL)
			return false;
	return true;
}

static int rule_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct fib_rule_hdr *rule = (const struct fib_rule_hdr *)(nlh + 1);
	const struct nlattr *tb[FRA_LAST + 1];
	struct reading *reading = arg;
	uint8_t vrf = 0;
	uint32_t table;
	int r = iph_attr_parse(nlh, sizeof(*rule), tb, FRA_LAST);

	if (r < 0)
		return r;
	if (iph_attr_u8(tb[FRA_L3MDEV], &vrf) && vrf) {
		reading->rules.vrf = true;
		return 0;
	}
	table = rule->table;
	(void)iph_attr_u32(tb[FRA_TABLE], &table);
	if (!is_plain(rule, tb))
		reading->rules.plain = false;
	else if (reading->count < IPH_ARRAY_SIZE(reading->tables))
		reading->tables[reading->count++] = table;
	return 0;
}

static void forget_rules(void *arg)
{
	*(struct reading *)arg = (struct reading){.rules = {.plain = true}};
}

/* A kernel without rules has the two tables and looks into them in this order. */
int iph_rules_read(struct iph_nl *nl, uint8_t family, struct iph_rules *ret_rules)
{
	struct reading reading = {.rules = {.plain = true}};
	struct iph_nl_sink sink = {
		.message = rule_message, .restart = forget_rules, .arg = &reading};
	struct fib_rule_hdr *rule;
	struct iph_msg msg;
	int r;

	rule = iph_msg_init(&msg, RTM_GETRULE, NLM_F_DUMP, sizeof(*rule));
	rule->family = family;
	r = iph_nl_dump(nl, &msg, &sink);
	if (r < 0 && r != -EOPNOTSUPP && r != -EAFNOSUPPORT)
		return r;
	if (r == 0 && (reading.tables[0] != RT_TABLE_LOCAL || reading.tables[1] != RT_TABLE_MAIN))
		reading.rules.plain = false;
	*ret_rules = reading.rules;
	return 0;
}
