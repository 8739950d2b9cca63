import test from "ava";
import { userByDetails, userByImage } from "../../src/aws/ec2_users.js";

/** Names of images as their makers publish them. */
const IMAGES: readonly (readonly [image: string, user: string | undefined])[] = [
  ["al2023-ami-2023.5.20240708.0-kernel-6.1-x86_64", "ec2-user"],
  ["al2023-ami-ecs-hvm-2023.0.20240625-kernel-6.1-x86_64", "ec2-user"],
  ["amzn2-ami-kernel-5.10-hvm-2.0.20240610.1-x86_64-gp2", "ec2-user"],
  ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20240701", "ubuntu"],
  ["ubuntu-pro-server/images/hvm-ssd/ubuntu-jammy-22.04-amd64-pro-server-20240701", "ubuntu"],
  ["RHEL-9.4.0_HVM-20240605-x86_64-82-Hourly2-GP3", "ec2-user"],
  ["debian-12-amd64-20240701-1795", "admin"],
  ["suse-sles-15-sp6-v20240624-hvm-ssd-x86_64", "ec2-user"],
  ["CentOS Linux 7 x86_64 HVM EBS ENA 2002_01", "centos"],
  ["CentOS Stream 9 x86_64 20240703", "ec2-user"],
  ["Rocky-9-EC2-Base-9.4-20240523.0.x86_64", "rocky"],
  ["AlmaLinux OS 9.4.20240513 x86_64", "ec2-user"],
  ["Fedora-Cloud-Base-40-1.14.x86_64-hvm-us-east-1-gp3-0", "fedora"],
  ["fedora-coreos-40.20240616.3.0-x86_64", "core"],
  ["orchard-golden-image-42", undefined],
];

for (const [image, user] of IMAGES)
  test(`${image}: ${user ?? "nobody knows"}`, (t) => {
    t.is(userByImage(image), user);
  });

test("of paid systems the instance itself says whose they are", (t) => {
  t.is(userByDetails("Red Hat Enterprise Linux"), "ec2-user");
  t.is(userByDetails("SUSE Linux"), "ec2-user");
  t.is(userByDetails("Ubuntu Pro Linux"), "ubuntu");
  t.is(userByDetails("Linux/UNIX"), undefined);
});
