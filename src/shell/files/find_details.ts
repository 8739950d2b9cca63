/**
 * Looks into files for `find`: of each the mark, does it hold what is wanted (`?`: it is not text in that encoding), and
 * its checksum. `re` is matched line by line; with `whole` the text follows.
 */
export const FIND_MARK = "\0tera\0";

export const FIND_DETAILS = `
asked=; [ -z "$re" ] && [ -z "$whole" ] || asked=1
text_of() { case $charset in UTF-8) cat "$1" ;; *) iconv -f "$charset" -t UTF-8 <"$1" ;; esac 2>/dev/null; }
is_text() { ! command -v iconv >/dev/null || iconv -f "$charset" -t UTF-8 <"$1" >/dev/null 2>&1; }
if [ -n "$asked" ] && command -v iconv >/dev/null && ! iconv -f "$charset" -t UTF-8 </dev/null >/dev/null 2>&1; then
  say unknown_charset "$charset"
else
  printf '%s\\n' "$list" | while IFS= read -r f; do
    fits=0
    if [ -n "$asked" ] && [ -r "$f" ] && ! is_text "$f"; then fits='?'
    elif [ -n "$re" ] && text_of "$f" | re=$re awk 'BEGIN { re = ENVIRON["re"] } ($0 "\\n") ~ re { found = 1; exit } END { exit !found }' 2>/dev/null; then fits=1; fi
    sum=; [ -z "$algorithm" ] || [ ! -f "$f" ] || { sum=$("\${algorithm}sum" <"$f" 2>/dev/null); sum=\${sum%% *}; }
    printf '\\0tera\\0%s %s\\n' "$fits" "$sum"
    [ -z "$whole" ] || [ "$fits" = '?' ] || text_of "$f"
  done
fi
`;

/** A name of Python's for an encoding, as iconv knows it. */
export function charsetOf(encoding: string | undefined): string {
  const name = (encoding ?? "utf-8").toUpperCase().replaceAll("_", "-");
  return name.replace(/^(UTF)-?(?=\d)/, "$1-").replace(/^(?:LATIN|ISO-?LATIN)-?(?=\d)/, "LATIN");
}
