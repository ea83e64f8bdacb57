# SPDX-License-Identifier: MIT
# fish completion of iphlp(8)

function __iphlp_has
    set -l plain (string match -v -- '-*' (commandline -opc))
    test (count $plain) -gt (count $argv); and test "$plain[2..(math 1 + (count $argv))]" = "$argv"
end
function __iphlp_object
    test (count (string match -v -- '-*' (commandline -opc))) -eq 1
end
function __iphlp_verb
    set -l plain (string match -v -- '-*' (commandline -opc))
    test (count $plain) -eq 2; and test $plain[2] = $argv[1]
end
function __iphlp_after
    set -l words (commandline -opc)
    contains -- $words[-1] $argv
end

complete -c iphlp -f
complete -c iphlp -s 4 -d 'only IPv4'
complete -c iphlp -s 6 -d 'only IPv6'
complete -c iphlp -s j -l json -d 'print JSON'
complete -c iphlp -s s -l statistics -d 'count octets and packets too'
complete -c iphlp -s h -l help -d 'print a summary'
complete -c iphlp -s V -l version -d 'print the version'
complete -c iphlp -n __iphlp_object -a 'address anycast convert help interface'
complete -c iphlp -n '__iphlp_verb help' -a 'address anycast convert interface'
complete -c iphlp -n '__iphlp_verb address' -a 'add delete get show set help'
complete -c iphlp -n '__iphlp_verb anycast' -a 'add delete get show help'
complete -c iphlp -n '__iphlp_verb interface' -a 'get show tree help'
complete -c iphlp -n '__iphlp_verb convert' -a '(command ls /sys/class/net)'
complete -c iphlp -n '__iphlp_after dev' -a '(command ls /sys/class/net)'
complete -c iphlp -n '__iphlp_has interface get' -a '(command ls /sys/class/net)'
complete -c iphlp -n '__iphlp_after valid_lft preferred_lft' -a forever
complete -c iphlp -n '__iphlp_after skipassource' -a 'on off'
complete -c iphlp -n '__iphlp_after prefix_origin' -a 'manual wellknown dhcp ra other'
complete -c iphlp -n '__iphlp_after suffix_origin' -a 'manual wellknown dhcp linklayer random other'
complete -c iphlp -n '__iphlp_has address add' \
    -a 'dev valid_lft preferred_lft skipassource prefix_origin suffix_origin optimistic'
complete -c iphlp -n '__iphlp_has address set' \
    -a 'dev valid_lft preferred_lft skipassource prefix_origin suffix_origin'
for verb in add delete get show
    complete -c iphlp -n "__iphlp_has anycast $verb" -a dev
end
