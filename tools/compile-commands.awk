# SPDX-License-Identifier: MIT
# The commands that make would run to compile, as a compilation database: clangd and others read it.

function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\"" text "\""
}

{
	line = line $0
	if (sub(/\\$/, " ", line))
		next
	gsub(/[ \t]+/, " ", line)
	if (line ~ / -c -o [^ ]*\.o [^ ]*\.c$/) {
		count = split(line, word, " ")
		printf "%s\n  {\"directory\": %s, \"file\": %s, \"output\": %s,\n   " \
			"\"command\": %s}", seen++ ? "," : "[", quoted(ENVIRON["PWD"]),
			quoted(word[count]), quoted(word[count - 1]), quoted(line)
	}
	line = ""
}

END {
	print seen ? "\n]" : "[]"
}
