/**
 * What `hostnames` can name, in the words of EC2's filters -> where it stands in the description of
 * an instance. A path through a list means each of its items.
 */
const PATHS = `affinity=Placement.Affinity architecture availability-zone=Placement.AvailabilityZone
client-token dns-name=PublicDnsName host-id=Placement.HostId hypervisor
iam-instance-profile.arn=IamInstanceProfile.Arn image-id instance-id instance-lifecycle
instance-state-code=State.Code instance-state-name=State.Name instance-type
instance.group-id=SecurityGroups.GroupId instance.group-name=SecurityGroups.GroupName
ip-address=PublicIpAddress kernel-id key-name launch-index=AmiLaunchIndex launch-time
monitoring-state=Monitoring.State placement-group-name=Placement.GroupName platform private-dns-name
private-ip-address product-code=ProductCodes.ProductCodeId product-code.type=ProductCodes.ProductCodeType
ramdisk-id reason=StateTransitionReason root-device-name root-device-type source-dest-check
spot-instance-request-id state-reason-code=StateReason.Code state-reason-message=StateReason.Message
subnet-id tenancy=Placement.Tenancy virtualization-type vpc-id
owner-id requester-id reservation-id
group-id=Groups.GroupId group-name=Groups.GroupName tag=Tags tag-key=Tags tag-value=Tags
block-device-mapping.attach-time=BlockDeviceMappings.Ebs.AttachTime
block-device-mapping.delete-on-termination=BlockDeviceMappings.Ebs.DeleteOnTermination
block-device-mapping.device-name=BlockDeviceMappings.DeviceName
block-device-mapping.status=BlockDeviceMappings.Ebs.Status
block-device-mapping.volume-id=BlockDeviceMappings.Ebs.VolumeId
network-interface.addresses.private-ip-address=NetworkInterfaces.PrivateIpAddress
network-interface.addresses.primary=NetworkInterfaces.PrivateIpAddresses.Primary
network-interface.addresses.association.public-ip=NetworkInterfaces.PrivateIpAddresses.Association.PublicIp
network-interface.addresses.association.ip-owner-id=NetworkInterfaces.PrivateIpAddresses.Association.IpOwnerId
network-interface.association.public-ip=NetworkInterfaces.Association.PublicIp
network-interface.association.ip-owner-id=NetworkInterfaces.Association.IpOwnerId
network-interface.association.allocation-id=NetworkInterfaces.Association.AllocationId
network-interface.association.association-id=NetworkInterfaces.Association.AssociationId
network-interface.attachment.attachment-id=NetworkInterfaces.Attachment.AttachmentId
network-interface.attachment.instance-id=InstanceId
network-interface.attachment.instance-owner-id=OwnerId
network-interface.attachment.device-index=NetworkInterfaces.Attachment.DeviceIndex
network-interface.attachment.status=NetworkInterfaces.Attachment.Status
network-interface.attachment.attach-time=NetworkInterfaces.Attachment.AttachTime
network-interface.attachment.delete-on-termination=NetworkInterfaces.Attachment.DeleteOnTermination
network-interface.availability-zone=Placement.AvailabilityZone
network-interface.description=NetworkInterfaces.Description
network-interface.group-id=NetworkInterfaces.Groups.GroupId
network-interface.group-name=NetworkInterfaces.Groups.GroupName
network-interface.ipv6-addresses.ipv6-address=NetworkInterfaces.Ipv6Addresses.Ipv6Address
network-interface.mac-address=NetworkInterfaces.MacAddress
network-interface.network-interface-id=NetworkInterfaces.NetworkInterfaceId
network-interface.owner-id=NetworkInterfaces.OwnerId
network-interface.private-dns-name=NetworkInterfaces.PrivateDnsName
network-interface.requester-managed=NetworkInterfaces.Association.IpOwnerId
network-interface.status=NetworkInterfaces.Status
network-interface.source-dest-check=NetworkInterfaces.SourceDestCheck
network-interface.subnet-id=NetworkInterfaces.SubnetId
network-interface.vpc-id=NetworkInterfaces.VpcId`;

/** `private-ip-address` is `PrivateIpAddress` where nothing else is said. */
const camel = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

export const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map(
  PATHS.split(/\s+/).map((entry) => {
    const [name = "", path = camel(entry)] = entry.split("=");
    return [name, path.split(".")];
  }),
);
