/* SPDX-License-Identifier: MIT */
/* Netlink attributes, read and written with every length checked. */

#include <errno.h>
#include <string.h>

#include <libmnl/libmnl.h>

#include "attr.h"

void *iph_msg_init(struct iph_msg *msg, uint16_t type, uint16_t flags, size_t size)
{
	memset(msg->buf, 0,
	       sizeof(msg->buf)); /* libmnl leaves the padding of attributes as it is */
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

/* The length of a valid attribute, or 0. */
static inline size_t valid_length(const struct nlattr *attr, size_t left)
{
	return attr->nla_len >= sizeof(*attr) && attr->nla_len <= left ? attr->nla_len : 0;
}

/* Behind the last attribute there may be no padding. */
static inline size_t padded(size_t len, size_t left)
{
	return NLA_ALIGN(len) < left ? NLA_ALIGN(len) : left;
}

int iph_attr_parse_bytes(const void *bytes, size_t left, const struct nlattr **tb, uint16_t max)
{
	const char *at = bytes;
	size_t len;

	memset(tb, 0, (max + 1u) * sizeof(*tb));
	for (; left >= sizeof(struct nlattr); at += padded(len, left), left -= padded(len, left)) {
		const struct nlattr *attr = (const struct nlattr *)at;
		uint16_t type = attr->nla_type & NLA_TYPE_MASK;

		len = valid_length(attr, left);
		if (len == 0)
			return -EBADMSG;
		if (type <= max)
			tb[type] = attr;
	}
	return 0;
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
	size_t head = MNL_NLMSG_HDRLEN + MNL_ALIGN(size);
	size_t left = nlh->nlmsg_len > head ? nlh->nlmsg_len - head : 0;
	const char *at = (const char *)nlh + head;
	size_t len;

	for (; left >= sizeof(struct nlattr); at += padded(len, left), left -= padded(len, left)) {
		const struct nlattr *attr = (const struct nlattr *)at;

		len = valid_length(attr, left);
		if (len == 0)
			return NULL;
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
	}
	return NULL;
}

int iph_attr_parse_nested(const struct nlattr *nest, const struct nlattr **tb, uint16_t max)
{
	return iph_attr_parse_bytes(iph_attr_data(nest), iph_attr_len(nest), tb, max);
}

int iph_attr_each(const struct nlattr *nest, int (*each)(const struct nlattr *attr, void *arg),
		  void *arg)
{
	const char *at = iph_attr_data(nest);
	size_t left = iph_attr_len(nest);
	size_t len;
	int r;

	for (; left >= sizeof(struct nlattr); at += padded(len, left), left -= padded(len, left)) {
		const struct nlattr *attr = (const struct nlattr *)at;

		len = valid_length(attr, left);
		if (len == 0)
			return -EBADMSG;
		r = each(attr, arg);
		if (r < 0)
			return r;
	}
	return 0;
}

size_t iph_attr_bytes(const struct nlattr *attr, void *ret_bytes, size_t size)
{
	size_t len = attr ? iph_attr_len(attr) : 0;

	if (len > 0)
		memcpy(ret_bytes, iph_attr_data(attr), len < size ? len : size);
	return len;
}

bool iph_attr_str(const struct nlattr *attr, char *ret_str, size_t size)
{
	size_t len;

	if (!attr)
		return false;
	len = strnlen(iph_attr_data(attr), iph_attr_len(attr));
	if (len >= size)
		return false;
	memcpy(ret_str, iph_attr_data(attr), len);
	ret_str[len] = '\0';
	return true;
}
