// What the browser calls offline does not reach its workers: a server is taken away by shutting the door before it.
import { createServer, request } from 'node:http'
import { URL_UNDER_TEST } from './browser.mjs'

/** A door before the server, under a path of its own, that may be shut: then no one answers. */
export async function openDoor() {
  const upstream = new URL(URL_UNDER_TEST)
  let shut = false
  const asked = []
  const server = createServer((question, answer) => {
    if (shut) return question.socket.destroy()
    asked.push(`${question.method} ${question.url}`)
    const path = question.url.replace(/^\/base\//, upstream.pathname)
    const passed = request(
      { host: upstream.hostname, port: upstream.port, method: question.method, path, headers: question.headers },
      (given) => {
        answer.writeHead(given.statusCode, given.headers)
        given.pipe(answer)
      },
    )
    passed.on('error', () => question.socket.destroy())
    question.pipe(passed)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    home: new URL(`http://127.0.0.1:${server.address().port}/base/`),
    asked,
    shut: () => {
      shut = true
      server.closeAllConnections()
    },
    open: () => {
      shut = false
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(done)
      }),
  }
}
