import { AWS_ARGS, awsProblems, awsSettings } from "../../aws/arguments.js";
import type { AwsSettings } from "../../aws/client.js";
import type { Target, TargetHealth } from "../../aws/elb.js";
import { flag, integer, oneOf, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { type Controller, defineModule } from "../../model/module.js";

/** Seconds between two looks. */
const DELAY = 2;
const STATES = ["initial", "healthy", "unhealthy", "unused", "draining", "unavailable"] as const;

export default defineModule({
  name: "elb_target",
  collection: "community.aws",
  about: "Puts a host into a target group of a load balancer, or takes it out, and waits until that is so",
  notes: [
    "Runs on the controller. With target_status it waits: `healthy` after it was put in, `unused` after it was taken out, which is when its last requests are answered.",
  ],
  check: "run",
  args: {
    state: oneOf(["present", "absent"])({ about: "in the group or not", required: true }),
    target_group_arn: text({ about: "the group, by ARN: its region counts" }),
    target_group_name: text({ about: "the group, by name" }),
    target_id: text({ about: "ID of the instance, or an address", required: true }),
    target_port: integer({ about: "unless said the group's; absent: one port only" }),
    target_az: text({ about: "zone of an address; `all` for one outside the VPC" }),
    target_status: oneOf([...STATES])({ about: "wait until the target is so" }),
    target_status_timeout: integer({ about: "seconds to wait", default: 60 }),
    deregister_unused: flag({
      about: "accepted: a target that is registered is taken out in any case",
      default: false,
    }),
    ...AWS_ARGS,
  },
  examples: [
    {
      state: "absent",
      target_group_arn: "{{ target_group_arn }}",
      target_id: "{{ instance_id }}",
      target_status: "unused",
      target_status_timeout: 120,
    },
    {
      state: "present",
      target_group_name: "web",
      target_id: "{{ instance_id }}",
      target_status: "healthy",
      target_status_timeout: 120,
    },
  ],
  returns: {
    target_health_descriptions: "port, state, reason and description, as the load balancer tells them",
  },
  validate: (args) => [
    ...awsProblems(args),
    ...(Boolean(args.target_group_arn) === Boolean(args.target_group_name)
      ? ["give one of target_group_arn and target_group_name"]
      : []),
  ],
  here: async (args, controller) => {
    const elb = await import("../../aws/elb.js");
    const settings = elb.settingsFor(args.target_group_arn ?? "", awsSettings(args));
    const target: Target = {
      group: args.target_group_arn || (await elb.targetGroupArn(settings, args.target_group_name!)),
      ...{ id: args.target_id, port: args.target_port, zone: args.target_az },
    };
    const before = await elb.targetHealth(settings, target);
    const isIn = before.some((one) => !elb.isOut(one));
    const changed = (args.state === "present") !== isIn;
    if (changed && !controller.check)
      await (args.state === "present" ? elb.registerTarget : elb.deregisterTarget)(settings, target);
    const wanted = controller.check ? undefined : args.target_status;
    const health = await waited(
      { settings, target, wanted, timeout: args.target_status_timeout },
      controller,
    );
    return { changed, target_group_arn: target.group, target_health_descriptions: health };
  },
});

interface Wait {
  settings: AwsSettings;
  target: Target;
  wanted: string | undefined;
  timeout: number;
}

async function waited(
  { settings, target, wanted, timeout }: Wait,
  { sleep }: Controller,
): Promise<TargetHealth[]> {
  const { targetHealth } = await import("../../aws/elb.js");
  for (let left = timeout; ; left -= DELAY) {
    const health = await targetHealth(settings, target);
    if (wanted === undefined || health.every(({ state }) => state === wanted)) return health;
    if (left <= 0)
      throw new Fault(
        "AWS_FAILED",
        `${target.id} is not ${wanted} in ${target.group} after ${timeout} seconds: ${health.map(told).join("; ")}`,
        { hint: HINTS[wanted] },
      );
    await sleep(Math.min(DELAY, left));
  }
}

const told = ({ port, state, reason, description }: TargetHealth): string =>
  `port ${port} ${[state, reason, description].filter((text) => text !== "").join(", ")}`;

const HINTS: Readonly<Record<string, string>> = {
  healthy: "does the host answer the group's health check on that port, and may the load balancer reach it?",
  unused:
    "requests may take as long as the group's deregistration_delay: target_status_timeout must be longer",
};
