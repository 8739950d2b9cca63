import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { planSummary, summaryText } from "../../src/terraform/plan.js";

interface Change {
  address: string;
  mode?: string;
  actions: string[];
  before?: object;
}

const plan = (changes: readonly Change[]): string =>
  JSON.stringify({
    format_version: "1.2",
    resource_changes: changes.map(({ address, mode = "managed", actions, before = {} }) => ({
      address,
      mode,
      change: { actions, before },
    })),
  });

test("a replacement is one to add and one to destroy; data sources do not count", (t) => {
  const summary = planSummary(
    plan([
      { address: "a", actions: ["create"] },
      { address: "b", actions: ["update"] },
      { address: "c", actions: ["delete", "create"] },
      { address: "d", actions: ["no-op"] },
      { address: "e", actions: ["read"], mode: "data" },
    ]),
  );
  t.is(summaryText(summary), "2 to add, 1 to change, 1 to destroy");
});

test("a plan in which only outputs change says so", (t) => {
  t.is(summaryText(planSummary('{"format_version":"1.2"}')), "only outputs change");
});

test("what is protected against deletion is found before AWS refuses it", (t) => {
  const { guarded } = planSummary(
    plan([
      { address: "aws_lb.this", actions: ["delete"], before: { enable_deletion_protection: true } },
      { address: "aws_lb.other", actions: ["delete"], before: { enable_deletion_protection: false } },
      { address: "aws_instance.web", actions: ["update"], before: { disable_api_termination: true } },
    ]),
  );
  t.deepEqual(guarded, [{ address: "aws_lb.this", attribute: "enable_deletion_protection" }]);
});

test("a plan of a format that is not known is refused", (t) => {
  t.throws(() => planSummary('{"format_version":"2.0"}'), { instanceOf: Fault, message: /format 2\.0/ });
});
