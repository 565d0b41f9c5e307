import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { storageTroubles, type StorageTrouble } from '../engine/event-log.ts'
import type { TerminalStatus } from '../engine/event.ts'

/** From half a millisecond to half a minute. */
const seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** How finely the event loop's delay is sampled. */
const eventLoopPrecisionMs = 10

/** Of the process, whatever number of servers it has: what watches the event loop and the garbage collector cannot be ended. */
let processRegistry: Registry | undefined
const ofProcess = (): Registry => {
  if (processRegistry) return processRegistry
  processRegistry = new Registry()
  collectDefaultMetrics({ register: processRegistry, eventLoopMonitoringPrecision: eventLoopPrecisionMs })
  return processRegistry
}

/**
 * What Prometheus is told. No label names a flow, an execution, an account or anything that a caller has sent: their number
 * is bounded, and nobody's work shows.
 */
export const createMetrics = ({ running, trouble }: Watched) => {
  const registry = new Registry()
  const registers = [registry]
  const whole = ofProcess()
  registry.registerMetric(
    new Gauge({
      name: 'sluice_executions_running',
      help: 'Executions that this process drives.',
      registers: [],
      collect() {
        this.set(running())
      },
    }),
  )
  registry.registerMetric(
    new Gauge<'reason'>({
      name: 'sluice_storage_unavailable',
      help: '1 while the storage takes no writes, by reason.',
      labelNames: ['reason'],
      registers: [],
      collect() {
        const reason = trouble()
        for (const one of storageTroubles) this.set({ reason: one }, one === reason ? 1 : 0)
      },
    }),
  )
  const ended = new Counter<'status'>({
    name: 'sluice_executions_ended_total',
    help: 'Executions whose end is durable, by status.',
    labelNames: ['status'],
    registers,
  })
  for (const status of statuses) ended.inc({ status }, 0)
  const calls = (name: string, help: string): Gauge<'state'> => {
    const gauge = new Gauge<'state'>({ name, help, labelNames: ['state'], registers })
    for (const state of ['open', 'queued']) gauge.set({ state }, 0)
    return gauge
  }
  return {
    started: new Counter({ name: 'sluice_executions_started_total', help: 'Executions whose start is durable.', registers }),
    ended,
    stopReleased: new Histogram({
      name: 'sluice_stop_release_seconds',
      help: 'From the request of a stop until all that was in flight had let go, its sockets closed.',
      buckets: seconds,
      registers,
    }),
    commitRows: new Histogram({
      name: 'sluice_commit_group_rows',
      help: 'Rows that one commit made durable.',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      registers,
    }),
    modelCalls: calls('sluice_model_calls', "Calls of language models: open, or queued for one of their provider's slots."),
    functionCalls: calls('sluice_function_calls', "Calls of functions: open, or queued for one of their entry's slots."),
    objectCalls: calls('sluice_object_calls', "Calls of buckets: open, or queued for one of their entry's slots."),
    requests: new Histogram<'operation' | 'status'>({
      name: 'sluice_request_seconds',
      help: 'From a request to its answer, by operation and HTTP status.',
      labelNames: ['operation', 'status'],
      buckets: seconds,
      registers,
    }),
    /** The page in Prometheus' text format. */
    page: async () => {
      const page = Registry.merge([whole, registry])
      return { contentType: page.contentType, text: await page.metrics() }
    },
  }
}

interface Watched {
  /** How many executions this process drives. */
  readonly running: () => number
  /** Why the storage takes no writes at present. */
  readonly trouble: () => StorageTrouble | undefined
}

export type Metrics = ReturnType<typeof createMetrics>

const statuses: readonly TerminalStatus[] = ['Succeeded', 'Failed', 'TimedOut', 'Aborted']
