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

static int fill_attrs(struct iph_attrs attrs, const struct nlattr **tb, uint16_t max)
{
	const struct nlattr *attr;
	int r;

	memset(tb, 0, (max + 1u) * sizeof(*tb));
	while ((r = iph_attrs_next(&attrs, &attr)) > 0)
		if (iph_attr_type(attr) <= max)
			tb[iph_attr_type(attr)] = attr;
	return r;
}

int iph_attr_parse_bytes(const void *bytes, size_t left, const struct nlattr **tb, uint16_t max)
{
	return fill_attrs((struct iph_attrs){.at = bytes, .left = left}, tb, max);
}

int iph_attr_parse(const struct nlmsghdr *nlh, size_t size, const struct nlattr **tb, uint16_t max)
{
	struct iph_attrs attrs;
	int r = iph_attrs_of(nlh, size, &attrs);

	return r < 0 ? r : fill_attrs(attrs, tb, max);
}

const struct nlattr *iph_attr_find(const struct nlmsghdr *nlh, size_t size, uint16_t type)
{
	const struct nlattr *attr;
	struct iph_attrs attrs;

	if (iph_attrs_of(nlh, size, &attrs) < 0)
		return NULL;
	while (iph_attrs_next(&attrs, &attr) > 0)
		if (iph_attr_type(attr) == type)
			return attr;
	return NULL;
}

int iph_attr_parse_nested(const struct nlattr *nest, const struct nlattr **tb, uint16_t max)
{
	return iph_attr_parse_bytes(iph_attr_data(nest), iph_attr_len(nest), tb, max);
}

int iph_attr_each(const struct nlattr *nest, int (*each)(const struct nlattr *attr, void *arg),
		  void *arg)
{
	struct iph_attrs attrs = {.at = iph_attr_data(nest), .left = iph_attr_len(nest)};
	const struct nlattr *attr;
	int r;

	while ((r = iph_attrs_next(&attrs, &attr)) > 0) {
		r = each(attr, arg);
		if (r < 0)
			return r;
	}
	return r;
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
