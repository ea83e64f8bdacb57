# SPDX-License-Identifier: MIT
# From what strace -f wrote: the system calls of each operation between two marks, the caller's own
# and those of other processes (the holder).

function write_row(who, list, n, i, best, name, text, total) {
	total = 0
	text = ""
	for (;;) {
		best = ""
		for (name in calls)
			if (split(name, part, " ") == 2 && part[1] == who &&
			    (best == "" || calls[name] > calls[best] ||
			     (calls[name] == calls[best] && name < best)))
				best = name
		if (best == "")
			break
		split(best, part, " ")
		total += calls[best]
		text = text sprintf("%s%s %.3g", text == "" ? "" : ", ", part[2], calls[best] / ops)
		delete calls[best]
	}
	if (text != "")
		printf "calls\t%s\t%s\t%s\t%s\t%.3g\t%s\n", mark[2], mark[3], mark[4], who,
			total / ops, text
}

/write\(-1, "bench begin/ {
	caller = $1
	inside = 1
	next
}

/write\(-1, "bench end/ {
	text = $0
	sub(/^[^"]*"bench end/, "", text)
	sub(/".*/, "", text)
	split("x" text, mark, /\\t/)
	ops = mark[5]
	write_row("caller")
	write_row("holder")
	inside = 0
	next
}

inside && $2 ~ /^[a-z_0-9]+\(/ {
	name = $2
	sub(/\(.*/, "", name)
	calls[($1 == caller ? "caller" : "holder") " " name]++
}
