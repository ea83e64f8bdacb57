/* SPDX-License-Identifier: MIT */
/* Netlink attributes, read and written with every length checked. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "attr.h"

void *iph_msg_init(struct iph_msg *msg, uint16_t type, uint16_t flags, size_t size)
{
	memset(msg->buf, 0, sizeof(msg->buf)); /* libmnl leaves the padding of attributes as it is */
	msg->nlh = mnl_nlmsg_put_header(msg->buf);
	msg->nlh->nlmsg_type = type;
	msg->nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	msg->overflow = false;
	return mnl_nlmsg_put_extra_header(msg->nlh, size);
}

void iph_msg_put(struct iph_msg *msg, uint16_t type, const void *data, size_t len)
{
	if (!mnl_attr_put_check(msg->nlh, sizeof(msg->buf), type, len, data))
		msg->overflow = true;
}

void iph_msg_put_u32(struct iph_msg *msg, uint16_t type, uint32_t value)
{
	iph_msg_put(msg, type, &value, sizeof(value));
}

struct nlattr *iph_msg_begin(struct iph_msg *msg, uint16_t type)
{
	struct nlattr *nest = mnl_attr_nest_start_check(msg->nlh, sizeof(msg->buf), type);

	if (!nest)
		msg->overflow = true;
	return nest;
}

void iph_msg_end(struct iph_msg *msg, struct nlattr *nest)
{
	if (nest)
		mnl_attr_nest_end(msg->nlh, nest);
}

void iph_msg_put_addr(struct iph_msg *msg, uint16_t type, const struct iph_addr *addr)
{
	iph_msg_put(msg, type, addr->bytes, iph_addr_len(addr->family));
}

static int walk(const char *at, size_t len, int (*each)(const struct nlattr *attr, void *arg),
		void *arg)
{
	while (len >= sizeof(struct nlattr)) {
		const struct nlattr *attr = (const struct nlattr *)at;
		size_t step;
		int r;

		if (attr->nla_len < sizeof(*attr) || attr->nla_len > len)
			return -EBADMSG;
		r = each(attr, arg);
		if (r < 0)
			return r;
		step = MNL_ALIGN(attr->nla_len);
		if (step > len)
			break;
		at += step;
		len -= step;
	}
	return 0;
}

struct parsing {
	const struct nlattr **tb;
	uint16_t max;
};

static int keep(const struct nlattr *attr, void *arg)
{
	const struct parsing *parsing = arg;
	uint16_t type = attr->nla_type & NLA_TYPE_MASK; /* inline: tables have millions of these */

	if (type <= parsing->max)
		parsing->tb[type] = attr;
	return 0;
}

int iph_attr_parse_bytes(const void *at, size_t len, const struct nlattr **tb, uint16_t max)
{
	struct parsing parsing = {.tb = tb, .max = max};

	memset(tb, 0, (max + 1u) * sizeof(*tb));
	return walk(at, len, keep, &parsing);
}

int iph_attr_parse(const struct nlmsghdr *nlh, size_t size, const struct nlattr **tb, uint16_t max)
{
	size_t head = MNL_NLMSG_HDRLEN + MNL_ALIGN(size);

	if (nlh->nlmsg_len < head)
		return -EBADMSG;
	return iph_attr_parse_bytes((const char *)nlh + head, nlh->nlmsg_len - head, tb, max);
}

const struct nlattr *iph_attr_find(const struct nlmsghdr *nlh, size_t size, uint16_t type)
{
	size_t at = MNL_NLMSG_HDRLEN + MNL_ALIGN(size);
	const struct nlattr *attr;

	for (; at + sizeof(*attr) <= nlh->nlmsg_len; at += MNL_ALIGN(attr->nla_len)) {
		attr = (const struct nlattr *)((const char *)nlh + at);
		if (attr->nla_len < sizeof(*attr) || attr->nla_len > nlh->nlmsg_len - at)
			return NULL;
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
	}
	return NULL;
}

int iph_attr_parse_nested(const struct nlattr *nest, const struct nlattr **tb, uint16_t max)
{
	return iph_attr_parse_bytes(mnl_attr_get_payload(nest), mnl_attr_get_payload_len(nest), tb,
				    max);
}

int iph_attr_each(const struct nlattr *nest, int (*each)(const struct nlattr *attr, void *arg),
		  void *arg)
{
	return walk(mnl_attr_get_payload(nest), mnl_attr_get_payload_len(nest), each, arg);
}

static bool get(const struct nlattr *attr, void *ret_value, size_t len)
{
	if (!attr || mnl_attr_get_payload_len(attr) != len)
		return false;
	memcpy(ret_value, mnl_attr_get_payload(attr), len);
	return true;
}

bool iph_attr_u8(const struct nlattr *attr, uint8_t *ret_value)
{
	return get(attr, ret_value, sizeof(*ret_value));
}

bool iph_attr_u16(const struct nlattr *attr, uint16_t *ret_value)
{
	return get(attr, ret_value, sizeof(*ret_value));
}

bool iph_attr_u32(const struct nlattr *attr, uint32_t *ret_value)
{
	return get(attr, ret_value, sizeof(*ret_value));
}

bool iph_attr_u64(const struct nlattr *attr, uint64_t *ret_value)
{
	return get(attr, ret_value, sizeof(*ret_value));
}

bool iph_attr_addr(const struct nlattr *attr, uint8_t family, struct iph_addr *ret_addr)
{
	struct iph_addr addr = {.family = family};

	if (!get(attr, addr.bytes, iph_addr_len(family)))
		return false;
	*ret_addr = addr;
	return true;
}

size_t iph_attr_bytes(const struct nlattr *attr, void *ret_bytes, size_t size)
{
	size_t len = attr ? mnl_attr_get_payload_len(attr) : 0;

	if (len > 0)
		memcpy(ret_bytes, mnl_attr_get_payload(attr), len < size ? len : size);
	return len;
}

bool iph_attr_str(const struct nlattr *attr, char *ret_str, size_t size)
{
	size_t len;

	if (!attr)
		return false;
	len = strnlen(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr));
	if (len >= size)
		return false;
	memcpy(ret_str, mnl_attr_get_payload(attr), len);
	ret_str[len] = '\0';
	return true;
}
