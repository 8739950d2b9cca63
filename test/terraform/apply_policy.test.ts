import test from "ava";
import { applyPolicy, notAllowed } from "./apply_policy.js";

const READS = /:(Describe|Get|List)\w*\*?$/;

test("what changes something is named, and only reading goes by a pattern", (t) => {
  const wide = applyPolicy().flatMap(({ Action }) =>
    Action.filter((one) => one.includes("*") && !READS.test(one)),
  );
  t.deepEqual(wide, []);
});

test("nothing of it makes users, keys, or passwords", (t) => {
  const actions = applyPolicy().flatMap(({ Action }) => Action);
  t.deepEqual(
    actions.filter((one) => /User|AccessKey|LoginProfile|Secret|PasswordData/.test(one)),
    [],
  );
});

test("roles are this project's, and are passed to the services that need one", (t) => {
  for (const { Action, Resource, Condition, Sid } of applyPolicy()) {
    const changes = Action.filter((one) => one.startsWith("iam:") && !READS.test(one));
    if (changes.length === 0) continue;
    t.true(
      [Resource]
        .flat()
        .every((one) =>
          /^arn:aws:iam::ACCOUNT:(\w[\w-]*\/PROJECT-\*|role\/aws-service-role\/\*|oidc-provider\/token\.actions\.)/.test(
            one,
          ),
        ),
      Sid,
    );
    if (changes.includes("iam:PassRole")) t.truthy(Condition?.StringEquals?.["iam:PassedToService"]?.length);
  }
});

test("what is made is made in one region", (t) => {
  const make = applyPolicy().find(({ Sid }) => Sid === "Make")!;
  t.deepEqual(make.Condition?.StringEquals?.["aws:RequestedRegion"], ["REGION", "us-east-1"]);
});

test("it is a policy that AWS takes: at most 6144 characters in each of the parts it is cut into", (t) => {
  for (const statement of applyPolicy())
    t.true(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }).length < 6144, statement.Sid);
});

test("calls are compared by the names that policies have", (t) => {
  t.deepEqual(notAllowed(["ec2:RunInstances", "s3:HeadBucket", "ec2:DescribeVpcs"]), []);
  t.deepEqual(notAllowed(["iam:CreateUser", "ec2:RunInstancesNow"]), [
    "iam:CreateUser",
    "ec2:RunInstancesNow",
  ]);
});
