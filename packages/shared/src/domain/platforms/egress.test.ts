import { describe, expect, it } from "vitest";
import { egressBudget, parseEgress } from "./egress.ts";

describe("how traffic leaves the network", () => {
  it.each([
    ["aws-nat-gateway", 55_000],
    ["aws-nat-gateway:2", 110_000],
    ["azure-load-balancer", 1_024],
    ["azure-load-balancer:50", 1_024],
    ["azure-load-balancer:51", 512],
    ["azure-load-balancer:1000", 32],
    ["azure-app-service", 128],
    ["azure-nat-gateway:3", 150_000],
    ["gcp-cloud-nat", 64],
    ["gcp-cloud-nat:2048", 2_048],
  ])("%s gives one destination %i ports", (text, ports) => {
    expect(egressBudget(parseEgress(text)!)?.ports).toBe(ports);
  });

  it("has no budget without a NAT", () => {
    expect(egressBudget(parseEgress("none")!)).toBeNull();
  });

  it.each([
    "",
    "aws",
    "aws-nat-gateway:",
    "aws-nat-gateway:0",
    "aws-nat-gateway:-1",
    "aws-nat-gateway:2:3",
    "aws-nat-gateway:65",
    "azure-app-service:2",
    "none:1",
    "gcp-cloud-nat:99999",
    "toString",
  ])("refuses %j", (text) => {
    expect(parseEgress(text)).toBeNull();
  });
});
