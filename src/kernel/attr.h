/* SPDX-License-Identifier: MIT */
/* Netlink attributes, read and written with every length checked. */
#pragma once

#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "addr.h"
#include "util.h"

/* A netlink request under construction. Attributes that do not fit mark it as overflowed, and
 * sending it then fails with -EMSGSIZE. */
struct iph_msg {
	_Alignas(struct nlmsghdr) char buf[512];
	struct nlmsghdr *nlh;
	bool overflow;
};

/* Starts a request of a type with NLM_F_REQUEST and the given flags; returns its zeroed
 * family header of size bytes. */
void *iph_msg_init(struct iph_msg *msg, uint16_t type, uint16_t flags, size_t size);

void iph_msg_put(struct iph_msg *msg, uint16_t type, const void *data, size_t len);
void iph_msg_put_u32(struct iph_msg *msg, uint16_t type, uint32_t value);

/* Attributes put between the two are inside that one. begin gives NULL when there is no room. */
struct nlattr *iph_msg_begin(struct iph_msg *msg, uint16_t type);
void iph_msg_end(struct iph_msg *msg, struct nlattr *nest);

void iph_msg_put_addr(struct iph_msg *msg, uint16_t type, const struct iph_addr *addr);

/* Attributes that follow one another. */
struct iph_attrs {
	const char *at;
	size_t left; /* bytes */
};

/* Those behind the family header of size bytes. -EBADMSG when the message is shorter than that. */
static inline int iph_attrs_of(const struct nlmsghdr *nlh, size_t size, struct iph_attrs *ret_attrs)
{
	size_t head = NLMSG_HDRLEN + NLMSG_ALIGN(size);

	if (nlh->nlmsg_len < head)
		return -EBADMSG;
	ret_attrs->at = (const char *)nlh + head;
	ret_attrs->left = nlh->nlmsg_len - head;
	return 0;
}

/* Steps over the next attribute: 1 and *ret_attr, 0 when there is none, or -EBADMSG for one that is
 * longer than what is left. Inline, as is the reading of a value: a table of 100 000 addresses has
 * a million of them. */
static inline int iph_attrs_next(struct iph_attrs *attrs, const struct nlattr **ret_attr)
{
	const struct nlattr *attr = (const struct nlattr *)attrs->at;
	size_t step;

	if (attrs->left < sizeof(*attr))
		return 0;
	if (attr->nla_len < sizeof(*attr) || attr->nla_len > attrs->left)
		return -EBADMSG;
	step = NLA_ALIGN(attr->nla_len);
	if (step > attrs->left) /* behind the last one there may be no padding */
		step = attrs->left;
	attrs->at += step;
	attrs->left -= step;
	*ret_attr = attr;
	return 1;
}

static inline uint16_t iph_attr_type(const struct nlattr *attr)
{
	return attr->nla_type & NLA_TYPE_MASK;
}

/* Fills tb[0..max] with the attributes behind the family header of size bytes; absent ones and
 * those above max are NULL. -EBADMSG when the message is shorter than its header says. */
int iph_attr_parse(const struct nlmsghdr *nlh, size_t size, const struct nlattr **tb,
		   uint16_t max) IPH_MUST_CHECK;
int iph_attr_parse_bytes(const void *bytes, size_t left, const struct nlattr **tb,
			 uint16_t max) IPH_MUST_CHECK;
int iph_attr_parse_nested(const struct nlattr *nest, const struct nlattr **tb,
			  uint16_t max) IPH_MUST_CHECK;

/* The first attribute of a type behind the family header, for a look before all are wanted. NULL
 * when there is none, or the message is damaged before it. */
const struct nlattr *iph_attr_find(const struct nlmsghdr *nlh, size_t size, uint16_t type);

/* Calls each for the attributes inside another one in turn, for those whose types repeat. Ends
 * with the first -errno that it returns, or with -EBADMSG. */
int iph_attr_each(const struct nlattr *nest, int (*each)(const struct nlattr *attr, void *arg),
		  void *arg) IPH_MUST_CHECK;

/* Of an attribute that has been parsed, so that its length is at least that of its header. */
static inline const void *iph_attr_data(const struct nlattr *attr)
{
	return (const char *)attr + NLA_HDRLEN;
}

static inline size_t iph_attr_len(const struct nlattr *attr)
{
	return (size_t)attr->nla_len - NLA_HDRLEN;
}

static inline bool iph_attr_copy(const struct nlattr *attr, void *ret_value, size_t len)
{
	if (!attr || iph_attr_len(attr) != len)
		return false;
	memcpy(ret_value, iph_attr_data(attr), len);
	return true;
}

/* Each is false when the attribute is absent or has another length. */
static inline bool iph_attr_u8(const struct nlattr *attr, uint8_t *ret_value)
{
	return iph_attr_copy(attr, ret_value, sizeof(*ret_value));
}

static inline bool iph_attr_u16(const struct nlattr *attr, uint16_t *ret_value)
{
	return iph_attr_copy(attr, ret_value, sizeof(*ret_value));
}

static inline bool iph_attr_u32(const struct nlattr *attr, uint32_t *ret_value)
{
	return iph_attr_copy(attr, ret_value, sizeof(*ret_value));
}

static inline bool iph_attr_u64(const struct nlattr *attr, uint64_t *ret_value)
{
	return iph_attr_copy(attr, ret_value, sizeof(*ret_value));
}

static inline bool iph_attr_addr(const struct nlattr *attr, uint8_t family,
				 struct iph_addr *ret_addr)
{
	if (family == AF_INET) {
		if (!iph_attr_copy(attr, ret_addr->bytes, 4))
			return false;
		memset(ret_addr->bytes + 4, 0, sizeof(ret_addr->bytes) - 4);
	} else if (!iph_attr_copy(attr, ret_addr->bytes, sizeof(ret_addr->bytes))) {
		return false;
	}
	ret_addr->family = family;
	return true;
}

/* Copies what there is, size bytes at most, and leaves the others as they are. Returns the length
 * of the attribute, which may be more; 0 when absent. */
size_t iph_attr_bytes(const struct nlattr *attr, void *ret_bytes, size_t size);

/* Copies a string, always terminated; false when absent or longer than size - 1. */
bool iph_attr_str(const struct nlattr *attr, char *ret_str, size_t size);

/* Whether it is this string, with or without its end. */
static inline bool iph_attr_is(const struct nlattr *attr, const char *str)
{
	size_t len = strlen(str);
	const char *bytes;

	if (!attr || iph_attr_len(attr) < len)
		return false;
	bytes = iph_attr_data(attr);
	return memcmp(bytes, str, len) == 0 && (iph_attr_len(attr) == len || !bytes[len]);
}
