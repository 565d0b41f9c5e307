/** Whether the caller of a request may also do something else: an action behind `bedrock:` on an ARN. */
export type IsAllowed = (action: string, resource: string) => Promise<boolean>
