# SPDX-License-Identifier: MIT
# bash completion of iphlp(8), which says itself what can follow. What it says, names of interfaces
# among it, is text: it is compared and quoted, never expanded.

# Without the quotes and backslashes of the command line.
__iphlp_plain()
{
	case $1 in
	\'*\' | \"*\") plain=${1:1:-1} ;;
	*) IFS= read plain <<<"$1" ;;
	esac
}

_iphlp()
{
	local line=${COMP_LINE:0:COMP_POINT} words=() offered=() word plain head='' quoted i

	# Readline ends words at a colon, too: what no blank separates is one word.
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if [[ $i == 0 || -z $COMP_LINE || $line == [[:blank:]]* ]]; then
			words+=("$word")
		else
			words[-1]+=$word
		fi
		line=${line#"${line%%[![:blank:]]*}"}
		line=${line#"$word"}
	done
	for ((i = 1; i < ${#words[@]}; i++)); do
		__iphlp_plain "${words[i]}"
		words[i]=$plain
	done
	for i in : =; do
		[[ $COMP_WORDBREAKS != *$i* || $plain != *$i* ]] || head=${plain%"${plain##*[:=]}"}
	done
	COMPREPLY=()
	mapfile -t offered < <(command iphlp __complete "${words[@]:1}" 2>/dev/null)
	for word in "${offered[@]}"; do
		word=${word%%$'\t'*}
		quoted=${word#"$head"}
		[[ $quoted != *[^a-zA-Z0-9_.,:%/@+-]* ]] || printf -v quoted %q "$quoted"
		COMPREPLY+=("$quoted")
	done
}
complete -F _iphlp iphlp
