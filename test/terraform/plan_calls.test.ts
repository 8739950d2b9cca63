import test from "ava";
import { callsIn, refusedBy } from "./plan_calls.js";

const POLICY = JSON.stringify({
  Statement: [
    { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    { Effect: "Deny", NotAction: ["ec2:Describe*", "logs:ListTags", "kms:Decrypt"], Resource: "*" },
    { Effect: "Deny", Action: ["ec2:DescribeSecrets"], Resource: "*" },
    { Effect: "Deny", Action: "ec2:DescribeVpcs", Resource: "*", Condition: { Bool: { x: "true" } } },
  ],
});

test("a log of the provider names its calls, each once", (t) => {
  const line = (service: string, method: string) =>
    JSON.stringify({ "@message": "HTTP Request Sent", "rpc.method": method, "rpc.service": service });
  const log = [line("EC2", "DescribeVpcs"), line("CloudWatch Logs", "ListTags"), '{"rpc.service":"EC2"}'];
  t.deepEqual(callsIn([...log, ...log].join("\n")), ["ec2:DescribeVpcs", "logs:ListTags"]);
});

test("calls that are left are not refused, and a condition does not refuse all", (t) => {
  t.deepEqual(refusedBy(POLICY, ["ec2:DescribeVpcs", "logs:ListTags", "ec2:GetInstanceUefiData"]), []);
});

test("calls that are not left, that are denied by name, or that write are refused", (t) => {
  const calls = ["ec2:DescribeSecrets", "iam:GetRole", "kms:Decrypt", "logs:ListTagsLogGroup"];
  t.deepEqual(refusedBy(POLICY, calls), calls);
});
