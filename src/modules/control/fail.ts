import { raw } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "fail",
  about: "Fails with a message",
  hostLocal: true,
  check: "run",
  pure: true,
  args: { msg: raw({ about: "why", default: "Failed as requested from task", nullable: true }) },
  examples: [{ msg: "this role needs systemd" }],
  here: ({ msg }) => ({ failed: true, msg }),
});
