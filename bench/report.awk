# SPDX-License-Identifier: MIT
# The Markdown report of tab-separated results; README.md beside it says what they mean.

function time_text(ns) {
	if (ns == "-") return ns
	if (ns < 1e3) return sprintf("%.0f ns", ns)
	if (ns < 1e6) return sprintf("%.3g µs", ns / 1e3)
	if (ns < 1e9) return sprintf("%.3g ms", ns / 1e6)
	return sprintf("%.3g s", ns / 1e9)
}

function ratio_text(ratio) {
	if (ratio == "-") return ratio
	return sprintf(ratio < 10 ? "%.2f" : "%.0f", ratio)
}

function spread_text(median, low, high) {
	return ratio_text(median) " (" ratio_text(low) " to " ratio_text(high) ")"
}

function big_text(n) {
	return n == "-" || n < 1e5 ? n : sprintf("%.4g million", n / 1e6)
}

function print_section(title, head, rows, i, n, cell, rule) {
	if (rows == "")
		return
	print "\n## " title "\n\n| " head " |"
	n = split(head, cell, "|")
	rule = "|"
	for (i = 1; i <= n; i++)
		rule = rule "---|"
	print rule
	printf "%s", rows
}

$1 == "count" { instructions[$2, $3, $4] = $5 }

$1 == "time" { times[++n_times] = $0 }

$1 == "goal" {
	goals = goals sprintf("| %s | %s | %s | %s | %s | %s | %s |\n", $2, $3, $4, $5,
			      spread_text($6, $7, $8), ratio_text($9),
			      $10 == "met" ? "met" : "**missed**")
}

$1 == "figure" {
	figures = figures sprintf("| %s | %s | %s | %s %s | %s | %s |\n", $2, $3, $4,
				  $5 == int($5) ? int($5) : $5, $6, $7,
				  $8 == "missed" ? "**missed**" : $8)
}

$1 == "calls" {
	calls = calls sprintf("| %s | %s | %s | %s | %s | %s |\n", $2, $3, $4, $5, $6, $7)
}

$1 == "note" { notes = notes sprintf("- %s%s, %s: %s\n", $2, $3 ? " " $3 : "", $4, $5) }

END {
	print "# Results\n"
	print "Made by `make bench`; `bench/README.md` says how to read it. " \
		"Only the ratios of one run are a claim.\n"
	while ((getline line < machine) > 0)
		print "- " line
	n = split(growing, plot, /[ \n]+/)
	for (i = 1; i <= n; i++)
		if (plot[i] != "")
			printf "\n![%s](%s.svg)\n", plot[i], plot[i]
	print_section("Goals",
		"work | size | against | goal, at most | time (quartiles) | processor time | " \
		"verdict",
		goals)
	for (i = 1; i <= n_times; i++) {
		split(times[i], f)
		user = f[14]
		if (user == "-" && ((f[2], f[3], f[4]) in instructions))
			user = instructions[f[2], f[3], f[4]]
		rows = rows sprintf("| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
				    f[2], f[3], f[4],
				    time_text(f[6]), spread_text(f[9], f[10], f[11]),
				    time_text(f[12]), ratio_text(f[13]), big_text(user),
				    big_text(f[15]))
	}
	print_section("All contenders",
		"work | size | contender | time | time to raw's (quartiles) | processor time | " \
		"to raw's | user instructions | kernel instructions", rows)
	print_section("Figures", "of | size | what | value | goal, at most | verdict", figures)
	print_section("System calls of an operation",
		"work | size | contender | by | calls | which", calls)
	if (notes != "")
		print "\n## Notes\n\n" notes
}
