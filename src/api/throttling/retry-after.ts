/** AWS's SDKs wait as long as `x-amz-retry-after` says, in milliseconds, everybody else as `Retry-After`, in seconds. */
export const retryAfter = (waitMs: number): Readonly<Record<string, string>> => ({
  'x-amz-retry-after': String(Math.ceil(waitMs)),
  'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))),
})
