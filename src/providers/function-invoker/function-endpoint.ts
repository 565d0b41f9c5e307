import type { CallOptions } from '../../flow/capabilities/call-options.ts'

/** Where functions are: what one entry of the configuration leads to. Disposing lets go of what is kept between calls. */
export interface FunctionEndpoint extends AsyncDisposable {
  /** @throws NodeError - it failed; `retryable` where the failure may pass, whether or not the call may be repeated. */
  invoke(call: EndpointCall, options: CallOptions): Promise<EndpointAnswer>
}

export interface EndpointCall {
  readonly functionArn: string
  /** The event, as JSON. */
  readonly payload: string
}

/** What the function returned, as JSON, or how it failed itself. */
export type EndpointAnswer = Answered & ({ readonly payload: string } | { readonly error: FunctionError })

interface Answered {
  /** The other side's id of the call. @defaultValue one is drawn */
  readonly requestId?: string
}

/** A failure in Lambda's words. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
}

/** What names an endpoint in its failures, and bounds it. */
export interface EndpointOptions {
  /** The entry of the configuration, as `functions[0]`. */
  readonly setting: string
  /** Bytes of an answer. */
  readonly answerBytes: number
}
