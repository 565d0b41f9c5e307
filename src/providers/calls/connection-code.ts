/** What the system calls the end of a connection: `ECONNREFUSED`; the error's message where it has no such name. */
export const connectionCode = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : error.message)
