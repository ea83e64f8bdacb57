#!/bin/sh
# SPDX-License-Identifier: MIT
# The codes of every function agree in four places: the gate (src/lib/codes/table.c, and the kind of
# call that the function names), the comment in the header, RETURN VALUE of its page, and the list
# in netioapi(7). Run from the top of the tree. Exit: 0 they agree, 1 not.
set -eu
export LC_ALL=C

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Lines for what each place says; codes are "number/NTSTATUS name", or "number/-" in iphlpapi.h.
cat >"$tmp/facts.awk" <<'AWK'
# "number NAME", from winerror.h and ipexport.h: two names of one number are one code.
FILENAME ~ /(winerror|ipexport)\.h$/ && $1 == "#define" && $3 ~ /^[0-9]+$/ {
	number[$2] = $3
	next
}
FILENAME ~ /ntstatus\.h$/ && $1 == "#define" {
	value = $3
	gsub(/\(\(NTSTATUS\)|\)/, "", value)
	status[$2] = value
	next
}

function code(win32, nt) {
	if (!(win32 in number))
		print "wrong", FILENAME ": " win32 " is not in winerror.h"
	if (nt != "-" && !(nt in status))
		print "wrong", FILENAME ": " nt " is not in ntstatus.h"
	return number[win32] "/" nt
}

# gate KIND CODE
FILENAME ~ /codes\/table\.c$/ {
	if (/^\t\{IPH_CALL_/)
		line = ""
	line = line $0
	if (line !~ /^\t\{IPH_CALL_.*\},/)
		next
	gsub(/[{},]/, " ", line)
	split(line, word, " ")
	print "gate", word[1], code(word[3], word[4] == "NO_STATUS" ? "-" : word[4])
	line = ""
	next
}

# calls FUNCTION KIND
FILENAME ~ /codes\/unwritten\.c$/ {
	if (/^UNWRITTEN\(/) {
		sub(/^UNWRITTEN\(/, "")
		sub(/,.*|\).*/, "")
		print "calls", $0, "IPH_CALL_UNWRITTEN"
	}
	next
}
FILENAME ~ /^src\// {
	if (/^IPH_EXPORT /) {
		name = $0
		if (!/\(/ && (getline name) <= 0)
			next
		sub(/\(.*/, "", name)
		sub(/.* /, "", name)
	}
	if (match($0, /IPH_CALL_[A-Z0-9_]+/))
		print "calls", name, substr($0, RSTART, RLENGTH)
	next
}

# header FUNCTION CODE. A block without the line of success goes on from the one before, "codes as
# for X()" from that of X.
FILENAME ~ /^include\// {
	if (/^\/\*/) {
		block = ""
		like = unwritten = whole = without = 0
	}
	if (/^IPH_UNWRITTEN/)
		unwritten = 1
	if (match($0, /^ \* +[0-9]+ +\/ +STATUS_[A-Z_]+/)) {
		split(substr($0, 3), word, " ")
		block = block " " word[1] "/" word[3]
		if (word[1] == 0)
			whole = 1
	} else if (FILENAME ~ /(iphlp|icmp)api\.h$/ && match($0, /^ \* +[0-9]+  /)) {
		split(substr($0, 3), word, " ")
		block = block " " word[1] "/-"
		if (word[1] == 0)
			whole = 1
	}
	if (/There are no codes\./)
		without = 1
	if (match($0, /codes as for [A-Za-z0-9]+\(/))
		like = substr($0, RSTART + 13, RLENGTH - 14)
	if (!without &&
	    match($0, /^(NETIOAPI_API|(ULONG|DWORD|HANDLE|BOOL) WINAPI) [A-Za-z0-9]+\(/)) {
		name = $0
		sub(/\(.*/, "", name)
		sub(/.* /, "", name)
		if (unwritten)
			block = " 50/STATUS_NOT_SUPPORTED"
		else if (like)
			block = block codes[like]
		else if (!whole)
			block = block codes[before]
		codes[name] = block
		before = name
		count = split(block, word, " ")
		for (i = 1; i <= count; i++)
			print "header", name, word[i]
		unwritten = 0
	}
	next
}

# names PAGE FUNCTION; page PAGE CODE
FILENAME ~ /\.3$/ {
	if (FNR == 1)
		section = ""
	if (/^\.SH /) {
		section = $2
		next
	}
	if (section == "NAME" && !/^\\-/) {
		gsub(/,/, " ")
		for (i = 1; i <= NF && $i != "\\-"; i++)
			print "names", FILENAME, $i
	}
}
/^\.BR .*(NO_ERROR|ERROR_[A-Z_]+) ", " STATUS_[A-Z_]+$/ && section == "RETURN" {
	print "page", FILENAME, code($2, $NF)
}
/^\.BR (NO_ERROR|(ERROR|IP)_[A-Z_]+) " \([0-9]+\)"$/ && section == "RETURN" {
	value = $NF
	gsub(/[^0-9]/, "", value)
	if (value != number[$2])
		print "wrong", FILENAME ": " $2 " is not " value
	print "page", FILENAME, code($2, "-")
}

# list netioapi(7) CODE
FILENAME ~ /netioapi\.7$/ && /^(NO_ERROR|ERROR_[A-Z_]+) \([0-9]+\), STATUS_[A-Z_]+ \(.*\)$/ {
	win32 = $2
	gsub(/[(),]/, "", win32)
	if (win32 != number[$1])
		print "wrong", FILENAME ": " $1 " is not " win32
	nt = $4
	gsub(/[()]/, "", nt)
	if (nt != "0" && nt != status[$3])
		print "wrong", FILENAME ": " $3 " is not " nt
	print "list", "netioapi(7)", code($1, $3)
}
AWK

# A kind of call serves functions of which not all can come to every one of its codes.
cat >"$tmp/never" <<'NEVER'
never DeleteAnycastIpAddressEntry 5010/STATUS_DUPLICATE_OBJECTID
never DeleteUnicastIpAddressEntry 5010/STATUS_DUPLICATE_OBJECTID
never SetUnicastIpAddressEntry 5010/STATUS_DUPLICATE_OBJECTID
never CreateUnicastIpAddressEntry 1460/STATUS_IO_TIMEOUT asks no holder
never CreateUnicastIpAddressEntry 1306/STATUS_REVISION_MISMATCH
never DeleteUnicastIpAddressEntry 1460/STATUS_IO_TIMEOUT
never DeleteUnicastIpAddressEntry 1306/STATUS_REVISION_MISMATCH
never SetUnicastIpAddressEntry 1460/STATUS_IO_TIMEOUT
never SetUnicastIpAddressEntry 1306/STATUS_REVISION_MISMATCH
never SetIpNetEntry2 5010/STATUS_DUPLICATE_OBJECTID
never DeleteIpNetEntry2 5010/STATUS_DUPLICATE_OBJECTID
never FlushIpNetTable2 5010/STATUS_DUPLICATE_OBJECTID
never SetIpForwardEntry2 5010/STATUS_DUPLICATE_OBJECTID
never DeleteIpForwardEntry2 5010/STATUS_DUPLICATE_OBJECTID
never GetIpInterfaceEntry 5/STATUS_ACCESS_DENIED writes nothing to /proc/sys
never GetIpInterfaceEntry 50/STATUS_NOT_SUPPORTED
never GetIfTable 232/- there is always an interface
never GetIfTable 50/-
never CreateIpNetEntry 1168/- makes what is not there
never SetIpNetEntry 5010/-
never CreateProxyArpEntry 1168/- makes what is not there
never DeleteProxyArpEntry 5010/-
never DeleteIpNetEntry 5010/-
never FlushIpNetTable 5010/-
never FlushIpNetTable 1168/- what is not there any more is no failure
never CreateIpForwardEntry 1168/- makes what is not there
never SetIpForwardEntry 5010/-
never DeleteIpForwardEntry 5010/-
never GetNetworkParams 232/- asks for no interface
never GetUniDirectionalAdapterInfo 232/- NumAdapters is 0 then
never ConvertInterfaceNameToLuidW 111/STATUS_NAME_TOO_LONG takes a long name for a wrong one
NEVER

# What each function must have follows from the gate. Success, want of memory and the code for
# everything else are every call's; the header does not repeat the latter.
cat >"$tmp/judge.awk" <<'AWK'
function wrong(text) { print "codes: " text; failed = 1 }
function general(code) {
	return code ~ /^0\// || code ~ /^8\// || code ~ /^31\//
}
# The codes of iphlpapi.h are without NTSTATUS, also where the kind of call is one of netioapi.h.
function possible(kind, code) {
	return (kind, code) in gate || code ~ /-$/ && (kind, code + 0) in gate_number
}
function said(name, code) {
	return (name, code) in header || general(code) || (name, (code + 0) "/-") in header
}

$1 == "wrong" { sub(/^wrong /, ""); wrong($0) }
$1 == "never" { never[$2, $3]; refused[++never_count] = $2 " " $3 }
$1 == "gate" {
	gate[$2, $3]
	gate_number[$2, $3 + 0]
	kind_codes[$2] = kind_codes[$2] " " $3
	kinds[$2]
	lines++
}
$1 == "calls" { kind_of[$2] = $3; written[$2] = $3 != "IPH_CALL_UNWRITTEN"; functions++ }
$1 == "header" { header[$2, $3]; header_codes[$2] = header_codes[$2] " " $3 }
$1 == "names" { page_names[$2] = page_names[$2] " " $3; page_of[$3] = $2 }
$1 == "page" { page[$2, $3]; page_codes[$2] = page_codes[$2] " " $3; pages[$2] }
$1 == "list" { list[$3] }

END {
	for (name in kind_of) {
		kind = kind_of[name]
		used[kind]
		if (!(kind in kinds))
			wrong("src/lib/codes/table.c has no line for " kind ", the kind of " name)
		if (!(name in header_codes))
			wrong("the header has no codes for " name)
		if (written[name] && !(page_of[name] in pages))
			wrong("no page has a RETURN VALUE for " name)
		count = split(header_codes[name], word, " ")
		for (i = 1; i <= count; i++) {
			if ((name, word[i]) in never)
				wrong("the header gives " name " " word[i] \
				      ", which this test says it never is")
			if (!general(word[i]) && !possible(kind, word[i]))
				wrong("the header gives " name " " word[i] \
				      ", which the gate does not have for " kind)
			if (written[name] && !((page_of[name], word[i]) in page))
				wrong(page_of[name] " has no " word[i] \
				      ", which the header gives " name)
		}
		count = split(kind_codes[kind], word, " ")
		for (i = 1; i <= count; i++)
			if (!said(name, word[i]) && !((name, word[i]) in never))
				wrong("the gate has " word[i] " for " kind \
				      ", and the comment of " name " does not tell of it")
	}
	for (kind in kinds) {
		if (!(kind in used))
			wrong("no function is of the kind " kind)
		count = split(kind_codes[kind], word, " ")
		for (i = 1; i <= count; i++) {
			if (word[i] !~ /-$/ && !(word[i] in list))
				wrong("netioapi(7) does not list " word[i] " of " kind)
			known[word[i]]
		}
	}
	for (i = 1; i <= never_count; i++) {
		split(refused[i], word, " ")
		if (!possible(kind_of[word[1]], word[2]))
			wrong("the gate would not give " refused[i] " anyway")
	}
	for (file in pages) {
		count = split(page_names[file], member, " ")
		number = split(page_codes[file], word, " ")
		wanted = "0 8 31 "
		for (i = 1; i <= number; i++) {
			sub(substr(word[i], 1, index(word[i], "/") - 1) " ", "", wanted)
			found = general(word[i])
			for (k = 1; k <= count; k++)
				found = found || (member[k], word[i]) in header
			if (!found)
				wrong(file " has " word[i] ", and no comment in the header does")
		}
		if (wanted)
			wrong(file " lacks what every call may return: " wanted)
	}
	for (name in header_codes)
		if (!(name in kind_of))
			wrong("the header has codes for " name ", which no source returns")
	if (!("0/STATUS_SUCCESS" in list && "8/STATUS_NO_MEMORY" in list &&
	      "31/STATUS_UNSUCCESSFUL" in list))
		wrong("netioapi(7) lacks a code that every call may return")
	for (code in list)
		if (!(code in known) && !general(code))
			wrong("netioapi(7) lists " code ", which no call returns")
	if (functions < 80 || lines < 50)
		wrong("only " functions " functions and " lines " lines of the table were found")
	if (!failed)
		print "codes: ok, " functions " functions, " lines " lines of the table"
	exit failed
}
AWK

# shellcheck disable=SC2046 # one word for each file
awk -f "$tmp/facts.awk" include/winerror.h include/ipexport.h include/ntstatus.h \
	src/lib/codes/table.c \
	src/lib/codes/unwritten.c \
	$(grep -rl '^IPH_EXPORT' --include='*.c' src/lib src/iphlpapi | grep -v /unwritten.c) \
	include/netioapi.h include/iphlpapi/ext.h include/iphlpapi.h include/icmpapi.h \
	man/*.3 man/netioapi.7 \
	>"$tmp/facts"
awk -f "$tmp/judge.awk" "$tmp/never" "$tmp/facts" >"$tmp/verdict" && status=0 || status=1
cat "$tmp/verdict"
exit "$status"
