# shellcheck shell=bash
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# What the scripts beside this file share. To be sourced, not run. Results go
# to standard output, everything else a person may want to see to standard error.

# The distribution's own tools first: a rustup, a pyenv or an nvm in the user's
# PATH must not decide what is built.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:${PATH:-}
export PATH LC_ALL=C.UTF-8

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${UNPOISON_CACHE:-${XDG_CACHE_HOME:-${HOME:?HOME is not set: set it, or UNPOISON_CACHE}/.cache}/unpoison}
verbose=${UNPOISON_VERBOSE:-}
name=$(basename "$0")

# meson takes ccache where it finds it. Objects are the same in every checkout; only the
# directory in their debug information is that of the first.
export CCACHE_DIR=$cache/ccache CCACHE_BASEDIR=$top CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=2G

say() {
	printf '%s: %s\n' "$name" "$*" >&2
}

# Only with --verbose.
detail() {
	[ -z "$verbose" ] || say "$@"
}

# The first line says what is wrong, the others what to do about it.
die() {
	say "error: $1"
	shift
	[ $# -eq 0 ] || printf '    %s\n' "$@" >&2
	exit 1
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# quietly LOG COMMAND...: the output goes to LOG, and is shown if it fails.
quietly() {
	local log=$1 status=0
	shift
	if [ -n "$verbose" ]; then
		"$@" 2>&1 </dev/null | tee "$log" >&2 || status=$?
	else
		"$@" >"$log" 2>&1 </dev/null || status=$?
	fi
	if [ $status -ne 0 ] && [ -z "$verbose" ]; then
		tail -n 60 "$log" >&2
	fi
	return $status
}

# with_lock NAME COMMAND...: never twice at the same time, over all checkouts
# that share the cache.
with_lock() {
	local lock=$cache/$1.lock
	shift
	mkdir -p "$cache" || die "cannot make $cache" \
		"Set UNPOISON_CACHE to a directory that can be written."
	(
		if ! flock -n 9; then
			say "waiting for another run that holds $lock"
			flock 9
		fi
		"$@" 9>&-
	) 9>"$lock"
}
