import { describe, expect, it } from "vitest";
import { parseContainerList } from "./docker-listing.ts";

const HEAD = "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS   PORTS                                     NAMES\n";

describe("docker ps", () => {
  it("tells each forwarded port once, with its container, and no port that only the container has", () => {
    const text = `${HEAD}1f2e   nginx   "x"   1 day   Up   0.0.0.0:49153->80/tcp, [::]:49153->80/tcp   web-1\n2a3b   redis   "y"   1 day   Up   6379/tcp   cache\n3c4d   dns   "z"   1 day   Up   10.0.0.4:5353->53/udp, :::5353->53/udp   dns-1\n`;
    expect(parseContainerList(text, "docker")).toEqual([
      { runtime: "docker", container: "web-1", protocol: "tcp", address: "0.0.0.0", port: 49_153 },
      { runtime: "docker", container: "dns-1", protocol: "udp", address: "10.0.0.4", port: 5_353 },
    ]);
  });

  it("takes ranges apart, up to what a snapshot carries", () => {
    const ranged = `${HEAD}1f2e   ftp   "x"   1 day   Up   0.0.0.0:30000-30002->30000-30002/tcp   ftp\n`;
    expect(parseContainerList(ranged, "docker").map(({ port }) => port)).toEqual([30_000, 30_001, 30_002]);
    expect(parseContainerList(ranged.replaceAll("30002", "60000"), "docker")).toHaveLength(500);
  });
});
