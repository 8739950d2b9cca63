import test from "ava";
import { ON_HOSTS } from "./hosts.js";
import { saidOf } from "./said.js";
import { TYPED } from "./typed.js";

for (const [what, message] of Object.entries({ ...TYPED, ...ON_HOSTS }))
  test(`the cause and the next step are told: ${what}`, async (t) => {
    const said = await saidOf(message);
    for (const view of Object.values(said)) {
      t.true(view.includes(message.cause), view);
      t.true(view.includes(message.next), view);
    }
  });
