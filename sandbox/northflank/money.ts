import type { JsonObject } from '../ground/json.js';
import type { Generation } from './account.js';
import { type ByocPrice, byocTotal, type PaasPrice, paasTotal, type Thousandths } from './invoice.js';

/** Puts an amount into the unit of a generation: cents, or from N4 on the currency itself. */
export type ShowAmount = (amount: Thousandths) => number;

/** Dividing a whole number by a power of ten gives the double nearest to the decimal, which prints as it. */
export function amountsIn(generation: Generation): ShowAmount {
  const divisor = generation === 'N4' ? 100_000 : 1000;
  return (amount) => amount / divisor;
}

export function showPaas(price: PaasPrice, show: ShowAmount): JsonObject {
  const { cpu, memory, storage, gpu } = price;
  return {
    total: show(paasTotal(price)),
    cpu: show(cpu),
    memory: show(memory),
    storage: show(storage),
    gpu: show(gpu),
  };
}

/** The older generations know no GPUs; their price is in the total alone. */
export function showPaasWithoutGpu(price: PaasPrice, show: ShowAmount): JsonObject {
  const { total = 0, cpu = 0, memory = 0, storage = 0 } = showPaas(price, show);
  return { total, cpu, memory, storage };
}

export function showByoc(price: ByocPrice, show: ShowAmount): JsonObject {
  const { vcpu, memory, gpuMemory, cluster } = price;
  return {
    total: show(byocTotal(price)),
    vcpu: show(vcpu),
    memory: show(memory),
    gpuMemory: show(gpuMemory),
    cluster: show(cluster),
  };
}
