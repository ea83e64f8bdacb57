# SPDX-License-Identifier: MIT
# fish completion of iphlp(8), which says itself what can follow, and what it means. fish quotes.

function __iphlp
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    command iphlp __complete $words[2..-1] (string unescape -- "$last"; or echo) 2>/dev/null
end

complete -c iphlp -f -a '(__iphlp)'
