// Whether the app is ready: some calls are for before, some for after.
let isReady = false
export const isAppReady = (): boolean => isReady
export const setAppReady = (): void => {
  isReady = true
}
