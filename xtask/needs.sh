#!/usr/bin/env bash
# Installs what this machine lacks, or says what to install. Each argument names a need:
#   build     a C compiler and the Rust toolchain (named, never installed)
#   postgres  PostgreSQL 15 or newer, server programs
#   fonts     the fonts that documents are set in
#   pdf       pdftotext, with which tests read documents
#   node      Node.js 18.19 or newer and npm, for the browser tests
#   browser   Chromium, for the browser tests
#   bench     pgbench and nginx, beside which bin/bench measures
# Looks first: nothing is asked of the network when nothing is missing.
set -euo pipefail

oldest_postgres=15
on_debian=false
if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then on_debian=true; fi

packages=() # what apt installs
manual=()   # what a person has to do

# The newest major version of PostgreSQL's server programs here, 0 if there are none.
postgres_major() {
    local newest=0 postgres major
    for postgres in /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres /usr/libexec/postgresql*/postgres \
        /opt/homebrew/opt/postgresql*/bin/postgres /usr/local/opt/postgresql*/bin/postgres \
        /usr/local/pgsql/bin/postgres "$(command -v postgres || true)"; do
        [[ -x "$postgres" && -x "$(dirname "$(readlink -f "$postgres")")/initdb" ]] || continue
        major=$("$postgres" --version | sed -E 's/^[^)]*\) ([0-9]+).*/\1/')
        if ((major > newest)); then newest=$major; fi
    done
    echo "$newest"
}

# Whether a font file is in one of the systems' folders.
has_font() {
    local folder
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.local/share/fonts" /Library/Fonts; do
        if [[ -d "$folder" && -n "$(find -L "$folder" -name "$1" -print -quit 2>/dev/null)" ]]; then return 0; fi
    done
    return 1
}

# need_package <apt package> <what to do elsewhere>
need_package() {
    if $on_debian; then packages+=("$1"); else manual+=("$2"); fi
}

need_build() {
    command -v cc >/dev/null || need_package build-essential "a C compiler (gcc or clang, as \`cc\`)"
    if ! command -v cargo >/dev/null; then
        manual+=("Rust: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal && . \"\$HOME/.cargo/env\"")
        if ! command -v curl >/dev/null; then need_package curl curl; fi
    fi
}

need_postgres() {
    local major candidate
    major=$(postgres_major)
    ((major < oldest_postgres)) || return 0
    need_package postgresql "PostgreSQL $oldest_postgres or newer, with initdb (Fedora: sudo dnf install -y postgresql-server; macOS: brew install postgresql@17)"
}

need_fonts() {
    has_font 'NotoSans-Regular.ttf' || need_package fonts-noto-core "the fonts Noto Sans for all scripts (Fedora: google-noto-fonts-all; macOS: brew install --cask font-noto-sans)"
    has_font 'NotoSansCJK-Regular.ttc' || need_package fonts-noto-cjk "the font Noto Sans CJK (Fedora: google-noto-sans-cjk-fonts)"
    has_font 'NotoColorEmoji.ttf' || need_package fonts-noto-color-emoji "the font Noto Color Emoji (Fedora: google-noto-color-emoji-fonts)"
}

need_pdf() { command -v pdftotext >/dev/null || need_package poppler-utils "pdftotext (Fedora: poppler-utils; macOS: brew install poppler)"; }

need_node() {
    command -v node >/dev/null || need_package nodejs "Node.js 18.19 or newer"
    command -v npm >/dev/null || need_package npm npm
}

need_browser() {
    local name
    [[ -z "${CALLBOARD_CHROMIUM:-}" ]] || return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    need_package chromium "Chromium, or its path in CALLBOARD_CHROMIUM"
}

need_bench() {
    local tool found=false
    for tool in "$(command -v pgbench || true)" /usr/lib/postgresql/*/bin/pgbench; do
        if [[ -x "$tool" ]]; then found=true; fi
    done
    $found || need_package postgresql "pgbench (Fedora: postgresql-contrib; macOS: comes with postgresql)"
    command -v nginx >/dev/null || [[ -x /usr/sbin/nginx ]] || need_package nginx-light "nginx"
}

for need in "$@"; do
    case "$need" in
    build | postgres | fonts | pdf | node | browser | bench) "need_$need" ;;
    *)
        echo "needs.sh: unknown need '$need'" >&2
        exit 2
        ;;
    esac
done

# How we become root: not at all, or with sudo. Without a terminal sudo must not ask.
as_root=()
may_install=true
if ((EUID != 0)); then
    if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then as_root=(sudo); else may_install=false; fi
fi
if ((${#packages[@]} > 0)) && ! $may_install; then
    manual+=("sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}")
    packages=()
fi

apt() { ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }

# Debian's package makes and starts a cluster of its own unless told not to beforehand; the
# setting's file comes with postgresql-common.
forbid_main_cluster() {
    local file=/etc/postgresql-common/createcluster.conf
    apt install -y --no-install-recommends postgresql-common
    ${as_root[@]+"${as_root[@]}"} sed -i -E '/^[[:space:]]*#?[[:space:]]*create_main_cluster[[:space:]]*=/d' "$file"
    echo 'create_main_cluster = false' | ${as_root[@]+"${as_root[@]}"} tee -a "$file" >/dev/null
}

install_packages() {
    local candidate
    echo "Installing: ${packages[*]}"
    apt update
    if [[ " ${packages[*]} " == *' postgresql '* ]]; then
        candidate=$(apt-cache policy postgresql | sed -nE 's/^ *Candidate: ([0-9]+).*/\1/p')
        if ((${candidate:-0} < oldest_postgres)); then
            manual+=("PostgreSQL $oldest_postgres or newer; this system's packages have ${candidate:-none}: sudo apt-get install -y postgresql-common && sudo /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y && sudo apt-get install -y postgresql-17")
            return 0
        fi
        forbid_main_cluster
    fi
    if [[ " ${packages[*]} " == *' chromium '* && -z "$(apt-cache policy chromium | sed -nE '/Candidate: \(none\)/!s/^ *Candidate: (.+)/\1/p')" ]]; then
        # Ubuntu has it as a snap only.
        packages=("${packages[@]/#chromium/chromium-browser}")
    fi
    apt install -y --no-install-recommends "${packages[@]}"
}

if ((${#packages[@]} > 0)); then install_packages; fi

# PostgreSQL refuses to run as root, and an account of its own shares nothing with other services.
if ((EUID == 0)) && [[ " $* " == *' postgres '* ]] && command -v useradd >/dev/null && ! getent passwd callboard >/dev/null; then
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin callboard
    echo 'Made the system account `callboard`, which runs the database.'
fi

if ((${#manual[@]} > 0)); then
    {
        echo
        echo 'Something is missing here that has to be installed first:'
        printf '  - %s\n' "${manual[@]}"
        echo 'Then run the same command again.'
    } >&2
    exit 1
fi
