/** One action that a policy has to allow. In resources, words in capitals are to be filled in. */
export interface Permission {
  /** as policies name it */
  action: string;
  resource: string;
  /**
   * Who makes the call: we ourselves, Docker by the registry's address, the AWS CLI; or `checked`: it is no call,
   * AWS wants it allowed for another one.
   */
  by: "tera" | "docker" | "aws" | "checked";
  /** where it is not always needed */
  when?: string;
}

/** What one command, module, lookup or inventory source needs. */
export interface CommandPermissions {
  command: string;
  /** to tell policies apart: letters only */
  sid: string;
  /** a sentence */
  about: string;
  permissions: readonly Permission[];
}

const REPOSITORY = "arn:aws:ecr:REGION:ACCOUNT:repository/REPOSITORY";
const SERVICE = "arn:aws:ecs:REGION:ACCOUNT:service/CLUSTER/SERVICE";
const GROUP = "arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/NAME/*";
const INSTANCES = "arn:aws:ecs:REGION:ACCOUNT:container-instance/CLUSTER/*";

const tera = (action: string, resource = "*", when?: string): Permission => ({
  ...{ action, resource, by: "tera" },
  ...(when === undefined ? {} : { when }),
});
const docker = (name: string): Permission => ({ action: `ecr:${name}`, resource: REPOSITORY, by: "docker" });

const token = tera("ecr:GetAuthorizationToken");
const pull = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"].map(docker);
const passRoles: Permission = {
  action: "iam:PassRole",
  resource: "arn:aws:iam::ACCOUNT:role/TASK-ROLES",
  by: "checked",
  when: "the task definition names roles; narrow it with iam:PassedToService ecs-tasks.amazonaws.com",
};
const tagRevisions: Permission = {
  action: "ecs:TagResource",
  resource: "arn:aws:ecs:REGION:ACCOUNT:task-definition/FAMILY:*",
  by: "checked",
  when: "the task definition has tags; narrow it with ecs:CreateAction RegisterTaskDefinition",
};
const WHY_STOPPED = "a deployment has failed: why tasks stopped";

/** docs/aws-permissions.md is made from this list; a test holds it against the calls that are really made. */
export const PERMISSIONS: readonly CommandPermissions[] = [
  {
    command: "inventory amazon.aws.aws_ec2",
    sid: "Inventory",
    about: "Reads the instances. EC2's reading calls cannot be narrowed to resources.",
    permissions: [
      tera("ec2:DescribeInstances"),
      tera("ec2:DescribeRegions", "*", "the file names no regions"),
      tera("ec2:DescribeAvailabilityZones", "*", "instances do not say their zone's id"),
      tera("ec2:DescribeImages", "*", "the user of the connection is read from the image's name"),
    ],
  },
  {
    command: "lookup tera.aws.windows_password",
    sid: "WindowsPassword",
    about: "Reads the Administrator's password, encrypted for the key pair.",
    permissions: [tera("ec2:GetPasswordData", "arn:aws:ec2:REGION:ACCOUNT:instance/*")],
  },
  {
    command: "connection aws_ssm",
    sid: "SessionManager",
    about: "Opens sessions, by the AWS CLI and its plugin.",
    permissions: [
      { action: "ssm:StartSession", resource: "arn:aws:ec2:REGION:ACCOUNT:instance/*", by: "aws" },
      {
        action: "ssm:StartSession",
        resource: "arn:aws:ssm:REGION::document/AWS-StartSSHSession",
        by: "aws",
      },
    ],
  },
  {
    command: "tera ecr login",
    sid: "EcrLogin",
    about:
      "Gets a token; what it can pull or push is up to the same credentials. `logout` needs it without --registry.",
    permissions: [token],
  },
  {
    command: "tera ecr digest",
    sid: "EcrDigest",
    about: "Reads which image a tag names; the lookup `tera.aws.ecr_digest` needs the same.",
    permissions: [tera("ecr:DescribeImages", REPOSITORY)],
  },
  {
    command: "tera ecr push",
    sid: "EcrPush",
    about: "Compares with what the tag names, and pushes.",
    permissions: [
      token,
      tera("ecr:BatchGetImage", REPOSITORY),
      ...[
        "BatchCheckLayerAvailability",
        "CompleteLayerUpload",
        "GetDownloadUrlForLayer",
        "InitiateLayerUpload",
        "PutImage",
        "UploadLayerPart",
      ].map(docker),
    ],
  },
  {
    command: "tera provision, images of ECR by token",
    sid: "EcrPull",
    about: "The controller gets a token (`tera.aws.ecr_login`), with which the hosts pull.",
    permissions: [token, ...pull],
  },
  {
    command: "tera provision, webapp_runtime ecs",
    sid: "EcsRelease",
    about: "Registers a task definition, updates the service, watches it, and puts it back.",
    permissions: [
      tera("ecs:DescribeServices", SERVICE),
      tera("ecs:UpdateService", SERVICE),
      tera("ecs:DescribeTaskDefinition"),
      tera("ecs:RegisterTaskDefinition"),
      tera("ecs:ListTasks", "*", WHY_STOPPED),
      tera("ecs:DescribeTasks", "arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/*", WHY_STOPPED),
      passRoles,
      tagRevisions,
    ],
  },
  {
    command: "tera doctor ecs-agent",
    sid: "DoctorEcsAgent",
    about: "Asks ECS about the host, with --control-plane or --service only.",
    permissions: [
      tera("ecs:DescribeContainerInstances", INSTANCES),
      tera("ecs:DescribeServices", SERVICE, "a service is named"),
    ],
  },
  {
    command: "module tera.aws.ecs_container_instance_info",
    sid: "ContainerInstances",
    about: "Reads the hosts of a cluster; the role `ecs_agent` needs it for its proof.",
    permissions: [
      tera(
        "ecs:ListContainerInstances",
        "arn:aws:ecs:REGION:ACCOUNT:cluster/CLUSTER",
        "no container instance is named",
      ),
      tera("ecs:DescribeContainerInstances", INSTANCES),
    ],
  },
  {
    command: "module community.aws.ecs_taskdefinition",
    sid: "TaskDefinitions",
    about: "Registers task definitions, and removes revisions. These actions know no resources.",
    permissions: [
      tera("ecs:DescribeTaskDefinition"),
      tera("ecs:RegisterTaskDefinition"),
      tera("ecs:DeregisterTaskDefinition", "*", "state is absent"),
      passRoles,
      tagRevisions,
    ],
  },
  {
    command: "module community.aws.elb_target",
    sid: "Targets",
    about: "Takes hosts out of a target group and puts them in: `tera deploy` does with `target_group`.",
    permissions: [
      tera("elasticloadbalancing:DescribeTargetHealth"),
      tera("elasticloadbalancing:RegisterTargets", GROUP),
      tera("elasticloadbalancing:DeregisterTargets", GROUP),
      tera("elasticloadbalancing:DescribeTargetGroups", "*", "the group is named, and not by its ARN"),
    ],
  },
  {
    command: "module community.aws.ecs_service",
    sid: "Services",
    about: "Makes, updates, watches and deletes services; `ecs_service_info` needs DescribeServices only.",
    permissions: [
      tera("ecs:DescribeServices", SERVICE),
      tera("ecs:DescribeTaskDefinition", "*", "task_definition is no ARN"),
      tera("ecs:CreateService", SERVICE, "the service is new"),
      tera("ecs:UpdateService", SERVICE),
      tera("ecs:DeleteService", SERVICE, "state is absent"),
      tera("ecs:ListTasks", "*", WHY_STOPPED),
      tera("ecs:DescribeTasks", "arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER/*", WHY_STOPPED),
    ],
  },
];
