import { path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { ecsAgent } from "../../shell/services/ecs_agent.js";

export default defineModule({
  name: "ecs_agent_info",
  collection: "tera.aws",
  about: "Gathers what tells why an ECS agent does not come up, in one request",
  notes: [
    "It changes nothing. `tera doctor ecs-agent` reads what it brings; docs/ecs-agent.md explains it.",
    "Of user data only lines are brought that deal with the agent, Docker and services; passwords of registry logins and in URLs are masked.",
  ],
  hostLocal: true,
  check: "run",
  args: {
    cluster: text({
      about: "the cluster that the host should be in; else what ecs.config says",
      default: "",
    }),
    region: text({ about: "else what ecs.config or the instance's metadata say", default: "" }),
    user_data: path({ about: "where user data is kept", default: "/var/lib/cloud/instance/user-data.txt" }),
    imds_url: text({ about: "the instance metadata service", default: "http://169.254.169.254" }),
    introspection_url: text({ about: "the agent's own port", default: "http://localhost:51678" }),
    endpoint_url: text({ about: "ECS; else the region's own endpoint", default: "" }),
  },
  examples: [{ cluster: "prod", region: "eu-west-1" }, {}],
  returns: { evidence: "for each probe the text that it gave; a probe that gave nothing is missing" },
  uses: [ecsAgent],
  // what the library `http` asks for
  vars: () => ({
    ...{ follow: "", has_body: "", body: "", src: "", headers: "", timeout: "3", http_agent: "tera" },
    ...{ validate_certs: "1", use_proxy: "", unix_socket: "", ca_path: "" },
    ...{ client_cert: "", client_key: "", url_username: "", url_password: "" },
  }),
  sh: `
    [ -n "$region" ] || region=$(e_setting AWS_DEFAULT_REGION)
    say wanted_cluster "$cluster"
    e_say cloud_init cloud-init status
    e_say jobs systemctl list-jobs --no-legend --no-pager
    say user_data "$(e_user_data)"
    e_say docker_active systemctl is-active docker
    e_say docker_version docker version
    e_say docker_log journalctl -u docker -n 30 --no-pager -o cat
    e_say unit systemctl show ecs -p LoadState -p ActiveState -p SubState -p Result -p ExecMainStatus -p NRestarts -p UnitFileState
    e_say unit_log journalctl -u ecs -n 20 --no-pager -o cat
    say init_log "$(tail -n 100 /var/log/ecs/ecs-init.log 2>/dev/null | e_mask)"
    say agent_log "$(e_recent /var/log/ecs/ecs-agent.log)"
    say agent_package "$(e_package)"
    e_say agent_container docker ps -a --filter name=ecs-agent --format '{{.Names}} {{.Image}} {{.Status}}'
    e_say agent_container_log docker logs --tail 20 ecs-agent
    say ecs_config "$(cat /etc/ecs/ecs.config 2>/dev/null | e_mask)"
    if have curl || have wget || have perl || have node || have nodejs; then
      use_proxy=; timeout=3; e_ask GET "$introspection_url/v1/metadata"
      case $e_answer in 200\\ *) say metadata "\${e_answer#200 }" ;; esac
      e_metadata_service
      e_endpoint
    else warn "no curl, wget, perl or node is on the host: the agent, the metadata service and ECS were not asked"; fi
    say region "$region"
    e_say clock_synchronised timedatectl show -p NTPSynchronized
    e_say selinux getenforce
    say denials "$(e_denials)"
    say iptables "$(command -v iptables)"
    ! have iptables || say nat_rules "$(e_run iptables -t nat -S | grep 169.254.170.2)"
    e_say route_localnet sysctl -n net.ipv4.conf.all.route_localnet
    say disk "$(e_disks)"
    say cgroup "$(stat -f -c %T /sys/fs/cgroup 2>/dev/null)"
  `,
  result: ({ said, failure }) => (failure === undefined ? { evidence: said } : {}),
});
