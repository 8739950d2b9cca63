import test from "ava";
import { BLOCK_KEYWORDS, PLAY_KEYWORDS, SHARED_KEYWORDS, TASK_KEYWORDS } from "../../src/model/play.js";

const words = (text: string): string[] => text.trim().split(/\s+/);

/** What ansible-core 2.18 lets stand in each, beside sections, `action`, `with_` and modules. */
const ANSIBLE = {
  play: words(`any_errors_fatal become become_exe become_flags become_method become_user check_mode collections
    connection debugger diff environment fact_path force_handlers gather_facts gather_subset gather_timeout handlers
    hosts ignore_errors ignore_unreachable max_fail_percentage module_defaults name no_log order port post_tasks
    pre_tasks remote_user roles run_once serial strategy tags tasks throttle timeout user validate_argspec vars
    vars_files vars_prompt`),
  block:
    words(`any_errors_fatal become become_exe become_flags become_method become_user check_mode collections
    connection debugger delegate_facts delegate_to diff environment ignore_errors ignore_unreachable module_defaults
    name no_log notify port remote_user run_once tags throttle timeout vars when`),
  task: words(`any_errors_fatal args async become become_exe become_flags become_method become_user changed_when
    check_mode collections connection debugger delay delegate_facts delegate_to diff environment failed_when
    ignore_errors ignore_unreachable listen loop loop_control module_defaults name no_log notify poll port register
    remote_user retries run_once tags throttle timeout until vars when`),
};

test("plays, blocks and tasks have Ansible's keywords", (t) => {
  const sorted = (...lists: (readonly string[])[]) => lists.flat().sort();
  t.deepEqual(sorted(SHARED_KEYWORDS, PLAY_KEYWORDS), ANSIBLE.play);
  t.deepEqual(sorted(SHARED_KEYWORDS, BLOCK_KEYWORDS), ANSIBLE.block);
  t.deepEqual(sorted(SHARED_KEYWORDS, BLOCK_KEYWORDS, TASK_KEYWORDS), ANSIBLE.task);
});
