--- What the other modules share: the options in `vim.g.rust_agent` and the running clients.
local M = {}

--- The name of the client, and of the configuration in `lsp/`.
M.name = 'rust_agent'

---@class rust_agent.Options
---@field trusted? boolean|fun(root: string?): boolean? Whether the workspace's own code may run.

---@return rust_agent.Options
local function options()
  return vim.g.rust_agent or {}
end

--- What the user says of the workspace at `root`; nil leaves it to the server's allow-list.
---@param root? string
---@return boolean?
function M.trusted(root)
  local trusted = options().trusted
  if type(trusted) == 'function' then
    trusted = trusted(root)
  end
  if type(trusted) == 'boolean' then
    return trusted
  end
end

--- The client of the buffer, else any that runs.
---@param bufnr integer
---@return vim.lsp.Client?
function M.client(bufnr)
  return vim.lsp.get_clients({ bufnr = bufnr, name = M.name })[1]
    or vim.lsp.get_clients({ name = M.name })[1]
end

return M
