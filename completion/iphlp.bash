# SPDX-License-Identifier: MIT
# bash completion of iphlp(8)

_iphlp()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} words=() i object='' verb='' word quoted

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-*) ;;
		*)
			if [[ -z $object ]]; then
				object=${COMP_WORDS[i]}
			elif [[ -z $verb ]]; then
				verb=${COMP_WORDS[i]}
			fi
			;;
		esac
	done
	case $prev in
	dev) mapfile -t words < <(command ls /sys/class/net) ;;
	valid_lft | preferred_lft) words=(forever) ;;
	skipassource) words=(on off) ;;
	prefix_origin) words=(manual wellknown dhcp ra other) ;;
	suffix_origin) words=(manual wellknown dhcp linklayer random other) ;;
	*)
		case $object/$verb in
		/) words=(address anycast convert help interface) ;;
		help/) words=(address anycast convert interface) ;;
		convert/ | interface/get | interface/show) mapfile -t words < <(command ls /sys/class/net) ;;
		address/) words=(add delete get show set help) ;;
		anycast/) words=(add delete get show help) ;;
		interface/) words=(get show tree help) ;;
		address/add) words=(dev valid_lft preferred_lft skipassource prefix_origin suffix_origin optimistic) ;;
		address/set) words=(dev valid_lft preferred_lft skipassource prefix_origin suffix_origin) ;;
		*/add | */delete | */get | */show | */list) words=(dev) ;;
		esac
		words+=(-4 -6 --json --statistics --help --version)
		;;
	esac
	# What an interface is called is text: compgen -W would expand it, and the shell would execute it
	# when it stands on the line unquoted.
	COMPREPLY=()
	for word in "${words[@]}"; do
		printf -v quoted %q "$word"
		[[ $word != "$cur"* && $quoted != "$cur"* ]] || COMPREPLY+=("$quoted")
	done
}
complete -F _iphlp iphlp
