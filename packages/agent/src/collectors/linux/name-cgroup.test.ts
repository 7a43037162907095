import { describe, expect, test } from "vitest";
import { nameCgroup } from "./name-cgroup.ts";

const ID = "3f2a9c0d1e4b5a697887766554433221100ffeeddccbbaa99887766554433221";
const SHORT = "3f2a9c0d1e4b";
const POD = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9";

describe("what a control group says", () => {
  test.each([
    ["Docker, cgroup 2, systemd", `0::/system.slice/docker-${ID}.scope\n`],
    ["Docker, cgroup 1, cgroupfs", `12:memory:/docker/${ID}\n11:cpu,cpuacct:/docker/${ID}\n`],
    ["Podman", `0::/machine.slice/libpod-${ID}.scope/container\n`],
    ["containerd", `0::/system.slice/cri-containerd-${ID}.scope\n`],
    ["nerdctl", `0::/system.slice/nerdctl-${ID}.scope\n`],
    ["CRI-O without a pod", `0::/system.slice/crio-${ID}.scope\n`],
  ])("%s is a container by its short id", (_, text) => {
    expect(nameCgroup(text)).toEqual({ kind: "container", name: SHORT });
  });

  test.each([
    [
      "the systemd driver",
      `0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${POD.replaceAll("-", "_")}.slice/cri-containerd-${ID}.scope\n`,
    ],
    ["the cgroupfs driver", `0::/kubepods/besteffort/pod${POD}/${ID}\n`],
    ["a guaranteed pod", `0::/kubepods.slice/kubepods-pod${POD.replaceAll("-", "_")}.slice/crio-${ID}.scope\n`],
  ])("a pod by its uid: %s", (_, text) => {
    expect(nameCgroup(text)).toEqual({ kind: "pod", name: POD });
  });

  test.each([
    ["LXC", "0::/lxc.payload.web1/init.scope\n", "web1"],
    ["LXC, cgroup 1", "4:cpu:/lxc/web1\n", "web1"],
    ["nspawn", "0::/machine.slice/systemd-nspawn@web1.service/payload\n", "web1"],
  ])("%s by its name", (_, text, name) => {
    expect(nameCgroup(text)).toEqual({ kind: "container", name });
  });

  test("a service with a private network by its unit, everything else by nothing", () => {
    expect(nameCgroup("0::/system.slice/unbound.service\n")).toEqual({ kind: "named", name: "unbound.service" });
    expect(nameCgroup("0::/user.slice/user-1000.slice/user@1000.service/app.slice/orders.service\n").name).toBe("orders.service");
    expect(nameCgroup("0::/user.slice/user-1000.slice/session-3.scope\n")).toEqual({ kind: "named", name: null });
    expect(nameCgroup("")).toEqual({ kind: "named", name: null });
  });
});
