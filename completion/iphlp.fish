# SPDX-License-Identifier: MIT
# fish completion of iphlp(8)

function __iphlp
    set -l words (commandline -opc)
    set -l plain (string match -v -- '-*' $words[2..-1])
    set -l settings dev valid_lft preferred_lft skipassource prefix_origin suffix_origin
    switch $words[-1]
        case dev
            command ls /sys/class/net
            return
        case valid_lft preferred_lft
            echo forever
            return
        case skipassource
            string split ' ' 'on off'
            return
        case prefix_origin
            string split ' ' 'manual wellknown dhcp ra other'
            return
        case suffix_origin
            string split ' ' 'manual wellknown dhcp linklayer random other'
            return
    end
    switch "$plain[1]/$plain[2]"
        case /
            string split ' ' 'address anycast convert help interface'
        case help/
            string split ' ' 'address anycast convert interface'
        case convert/ interface/get interface/show
            command ls /sys/class/net
        case address/
            string split ' ' 'add delete get show set help'
        case anycast/
            string split ' ' 'add delete get show help'
        case interface/
            string split ' ' 'get show tree help'
        case address/add
            string join \n $settings optimistic
        case address/set
            string join \n $settings
        case '*/add' '*/delete' '*/get' '*/show' '*/list'
            echo dev
    end
end

complete -c iphlp -f -a '(__iphlp)'
complete -c iphlp -s 4 -d 'only IPv4'
complete -c iphlp -s 6 -d 'only IPv6'
complete -c iphlp -s j -l json -d 'print JSON'
complete -c iphlp -s s -l statistics -d 'count octets and packets too'
complete -c iphlp -s h -l help -d 'print a summary'
complete -c iphlp -s V -l version -d 'print the version'
