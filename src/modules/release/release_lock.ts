import { integer, oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { owner } from "../../shell/releases/owner.js";

export default defineModule({
  name: "release_lock",
  collection: "tera.rollout",
  about: "Takes the lock of a service on a host, or gives it back",
  notes: [
    "A lock belongs to the session that took it: when the connection ends, however it ends, the lock is given back, and " +
      "one that was left behind (the host was restarted) is taken over with a word. `held` belongs to nobody's session: " +
      "it stays until it is given back.",
    "In check mode it is only looked at.",
  ],
  check: "full",
  args: {
    folder: path({ about: "where the service's state is", required: true }),
    state: oneOf(["taken", "held", "free"])({ about: "what is wanted", default: "taken" }),
    owner: text({ about: "who asks", required: true }),
    run: text({ about: "which run asks", required: true }),
    reason: text({ about: "why", default: "" }),
    break_reason: text({ about: "take it from whoever has it, for this reason", default: "" }),
    wait: integer({ about: "seconds to wait for one that is taken", default: 0 }),
  },
  examples: [{ folder: "/var/lib/tera/releases/prod-webapp", owner: "ann@laptop", run: "20261127-1201" }],
  returns: { lock: "who has it", taken_over: "from whom it was taken" },
  vars: ({ owner, run, reason, break_reason }) => ({
    owner: plain(owner),
    run: plain(run),
    reason: plain(reason),
    break_reason: plain(break_reason),
  }),
  uses: [owner],
  sh: `
    lock=$folder/lock alive=$folder/alive
    field() { printf '%s\\n' "$now" | cut -d '|' -f "$1"; }
    now_is() { now=$(readlink "$lock" 2>/dev/null); [ -n "$now" ]; }
    audit() { printf '%s %s run %s: %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$owner" "$run" "$1" >>"$folder/audit.log"; }
    # a session that is gone; one that is held has none
    is_dead() {
      [ "$(field 6)" = taken ] || return 1
      ! o_live "$(field 4)" "$(field 5)"
    }
    named() {
      seen=; [ ! -e "$alive" ] || seen=", last sign of life $(( $(date +%s) - $(date -r "$alive" +%s 2>/dev/null || date +%s) )) s ago"
      t_p "$(field 1) since $(field 3) (run $(field 2)$seen)\${1:+$([ -z "$(field 7)" ] || t_p ": $(field 7)")}"
    }
    # only one takes over at a time
    take_away() {
      mkdir "$folder/taking" 2>/dev/null || { [ -z "$(find "$folder/taking" -maxdepth 0 -mmin +1 2>/dev/null)" ] || rmdir "$folder/taking"; return 1; }
      rc=1; [ "$(readlink "$lock" 2>/dev/null)" != "$now" ] || { rm -f "$lock"; rc=0; }
      rmdir "$folder/taking"; return $rc
    }
    mine() { [ "$(field 2)" = "$run" ]; }
    if [ "$state" = free ]; then
      now_is || exit 0
      mine || [ -n "$break_reason" ] || is_dead || fail "the lock is not this run's: $(named 1)"
      say lock "$(named 1)"
      change || exit 0
      take_away || fail "the lock has been taken by somebody else meanwhile"
      rm -f "$alive"
      audit "unlocked\${break_reason:+, taken from $(field 1) (run $(field 2)): $break_reason}"
      exit 0
    fi
    if [ -n "$check" ]; then
      ! now_is || mine || is_dead || warn "the lock is taken: $(named 1)"
      [ "$state" != held ] || change
      exit 0
    fi
    mkdir -p "$folder" || fail "cannot make the folder $folder"
    chmod 700 "$folder"
    until=$(( $(o_clock) + wait * 1000 )) tries=0
    since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    text="$owner|$run|$since|$$|$(o_chain $$)|$state|$reason"
    # the text of a link is there whole, or not at all
    while ! ln -s "$text" "$lock" 2>/dev/null; do
      # somebody else takes it away, or was killed while doing so
      if [ -e "$folder/taking" ]; then sleep 1; fi
      now_is || { tries=$((tries+1)); [ "$tries" -lt 50 ] || fail "cannot make the link $lock: is the disk full?"; continue; }
      if mine; then break; fi
      if [ -n "$break_reason" ]; then
        was=$(named 1)
        take_away && { audit "took the lock from $(field 1) (run $(field 2)): $break_reason"; warn "the lock was taken from $was: $break_reason"; say taken_over "$was"; }
      elif is_dead; then
        was=$(named)
        take_away && { audit "took over the lock of $(field 1) (run $(field 2)), whose session has ended"; warn "the lock was left by $was, whose session has ended: taken over"; say taken_over "$was"; }
      elif [ "$(o_clock)" -lt "$until" ]; then sleep 1
      else
        say lock "$(named 1)"
        fail "the lock is taken by $(named 1)
  --break-lock --reason TEXT takes it, where nobody is at it any more"
      fi
    done
    change; say lock "$text"
    if [ "$state" = held ]; then audit "locked\${reason:+: $reason}"; exit 0; fi
    me=$$ chain=$(o_chain $$)
    (
      trap '' HUP
      while o_live "$me" "$chain" && [ "$(readlink "$lock" 2>/dev/null)" = "$text" ]; do : >"$alive"; sleep 1; done
      # what the session was at may take a moment longer than the connection
      while kill -0 "$me" 2>/dev/null && [ "$(readlink "$lock" 2>/dev/null)" = "$text" ]; do sleep 1; done
      [ "$(readlink "$lock" 2>/dev/null)" != "$text" ] || rm -f "$lock" "$alive"
    ) </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
  `,
});

/** A field of the lock's text. */
const plain = (value: string): string => value.replace(/[|\n\r/]+/g, " ").slice(0, 200);
