/** What a page tries to get at: every way to change something, and every way to read. */
export interface Prey {
  /** `http://127.0.0.1:4680` */
  readonly base: string
  readonly posts: readonly { readonly path: string; readonly body: string }[]
  readonly gets: readonly string[]
  /** Those of a presigned URL, which any page can write down for a server that takes any credential. */
  readonly query: string
  /** Those of a signed request. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Attack {
  readonly name: string
  /** JavaScript of the page, that ends with all that it could read. */
  readonly script: string
  /** With which statuses the server answers what reaches it: none below 400 for what could change anything. */
  readonly statuses: readonly number[]
}

const preflight = 405
const refused = 403

const read = `(answer) => answer.type === 'opaque' ? [] : [answer.text()]`
const fetched = (options: string, url = 'base + path'): string =>
  `(await Promise.all(posts.map(({ path, body }) => fetch(${url}, ${options}).then(${read}, () => [])))).flat()`
const form = (encoding: string): string => `
  for (const { path } of posts) {
    const sink = document.createElement('iframe')
    sink.name = 'sink' + Math.random()
    document.body.append(sink)
    const form = document.createElement('form')
    form.append(Object.assign(document.createElement('input'), { name: '{"name":"evil","x":"', value: '"}' }))
    for (const [name, value] of Object.entries({ method: 'POST', action: base + path + query, enctype: '${encoding}', target: sink.name }))
      form.setAttribute(name, value)
    document.body.append(form)
    form.submit()
  }
  return []`
const element = (name: string): string => `
  await Promise.all(gets.map((path) => new Promise((over) => {
    const element = document.createElement('${name}')
    element.onload = element.onerror = over
    element.src = base + path + query
    document.body.append(element)
  })))
  return []`

/** What a page of another origin may try. */
export const attacks: readonly Attack[] = [
  { name: 'a simple POST', script: `return ${fetched(`{ method: 'POST', body }`)}`, statuses: [refused] },
  { name: 'a POST in the mode no-cors', script: `return ${fetched(`{ method: 'POST', mode: 'no-cors', body }`)}`, statuses: [refused] },
  {
    name: 'a POST to a presigned URL',
    script: `return ${fetched(`{ method: 'POST', mode: 'no-cors', body }`, 'base + path + query')}`,
    statuses: [refused],
  },
  {
    name: 'a POST to a presigned URL that outlives the page',
    script: `return ${fetched(`{ method: 'POST', mode: 'no-cors', keepalive: true, credentials: 'include', body }`, 'base + path + query')}`,
    statuses: [refused],
  },
  {
    name: 'a POST without a referrer',
    script: `return ${fetched(`{ method: 'POST', mode: 'no-cors', referrerPolicy: 'no-referrer', body }`, 'base + path + query')}`,
    statuses: [refused],
  },
  { name: 'a signed POST', script: `return ${fetched(`{ method: 'POST', headers, body }`)}`, statuses: [preflight] },
  {
    name: 'a POST of JSON',
    script: `return ${fetched(`{ method: 'POST', headers: { 'content-type': 'application/json' }, body }`, 'base + path + query')}`,
    statuses: [preflight],
  },
  { name: 'a DELETE', script: `return ${fetched(`{ method: 'DELETE' }`, 'base + path + query')}`, statuses: [preflight] },
  { name: 'a PUT', script: `return ${fetched(`{ method: 'PUT', body }`, 'base + path + query')}`, statuses: [preflight] },
  { name: 'a form of text', script: form('text/plain'), statuses: [refused] },
  { name: 'a form in parts', script: form('multipart/form-data'), statuses: [refused] },
  { name: 'a form', script: form('application/x-www-form-urlencoded'), statuses: [refused] },
  {
    name: 'a beacon',
    script: `for (const { path, body } of posts) navigator.sendBeacon(base + path + query, body); return []`,
    statuses: [refused],
  },
  {
    name: 'a frame without an origin',
    script: `
      const script = posts.map(({ path, body }) => 'fetch(' + JSON.stringify(base + path + query) + ', ' + JSON.stringify({ method: 'POST', mode: 'no-cors', body }) + ')')
      const frame = document.createElement('iframe')
      Object.assign(frame, { sandbox: 'allow-scripts', srcdoc: '<script>' + script.join(';') + '</' + 'script>' })
      document.body.append(frame)
      return []`,
    statuses: [refused],
  },
  {
    name: 'a GET of what a presigned URL reads',
    script: `return (await Promise.all(gets.map((path) => fetch(base + path + query).then(${read}, () => [])))).flat()`,
    statuses: [refused],
  },
  // Without an Origin: the server answers whom it takes for a client, and the page sees nothing of it.
  { name: 'an image', script: element('img'), statuses: [200] },
  { name: 'a script', script: element('script'), statuses: [200] },
  {
    name: 'a frame',
    script: `
      return (await Promise.all(gets.map((path) => new Promise((over) => {
        const frame = document.createElement('iframe')
        frame.onload = () => { try { over([frame.contentDocument.body.textContent]) } catch { over([]) } }
        frame.src = base + path + query
        document.body.append(frame)
      })))).flat().filter(Boolean)`,
    statuses: [200],
  },
  {
    name: 'server-sent events',
    script: `
      return (await Promise.all(gets.map((path) => new Promise((over) => {
        const source = new EventSource(base + path + query)
        source.onopen = () => over(['open'])
        source.onerror = () => { source.close(); over([]) }
      })))).flat()`,
    statuses: [refused],
  },
  {
    name: 'a WebSocket',
    script: `
      return (await Promise.all(gets.map((path) => new Promise((over) => {
        const socket = new WebSocket(base.replace('http', 'ws') + path + query)
        socket.onopen = () => over(['open'])
        socket.onerror = () => over([])
      })))).flat()`,
    statuses: [refused],
  },
]

/** What a page may try whose own name leads to the server since it was loaded: nothing is foreign to it. */
export const reboundAttacks: readonly Attack[] = [
  { name: 'a signed POST', script: `return ${fetched(`{ method: 'POST', headers, body }`)}`, statuses: [refused] },
  {
    name: 'a POST to a presigned URL',
    script: `return ${fetched(`{ method: 'POST', body }`, 'base + path + query')}`,
    statuses: [refused],
  },
  { name: 'a DELETE', script: `return ${fetched(`{ method: 'DELETE', headers }`)}`, statuses: [refused, preflight] },
  {
    name: 'a signed GET',
    script: `return (await Promise.all(gets.map((path) => fetch(base + path, { headers }).then(${read}, () => [])))).flat()`,
    statuses: [refused],
  },
  {
    name: 'the metrics',
    script: `return (await Promise.all([fetch(base + '/metrics').then(${read}, () => [])])).flat()`,
    statuses: [refused],
  },
]

/** An attack on its prey, as JavaScript that a page evaluates to all that it could read. */
export const scriptOf = ({ script }: Attack, prey: Prey): string =>
  `(async ({ base, posts, gets, query, headers }) => { ${script} })(${JSON.stringify(prey)}).then((texts) => Promise.all(texts))`
