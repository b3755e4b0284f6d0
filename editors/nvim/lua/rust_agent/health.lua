--- `:checkhealth rust_agent`: what is missing, and what to do about it.
local rust_agent = require('rust_agent')
local forward = require('rust_agent.forward')

local M = {}

local health = vim.health

local function check_editor()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error(('Neovim %s is too old'):format(version), 'Install Neovim 0.11 or newer.')
  end
end

--- The server's version, or what went wrong when it was asked.
---@param cmd string[]
---@return string? version
---@return string? problem
local function server_version(cmd)
  local ask = vim.deepcopy(cmd)
  if ask[#ask] == 'serve' then
    table.remove(ask)
  end
  ask[#ask + 1] = '--version'
  local ok, result = pcall(function()
    return vim.system(ask, { text = true }):wait(20000)
  end)
  if not ok then
    return nil, tostring(result)
  end
  if result.code ~= 0 then
    return nil, vim.trim(result.stderr or '') .. (' (exit code %d)'):format(result.code)
  end
  return vim.trim(result.stdout or '')
end

local function check_server()
  local config = vim.lsp.config[rust_agent.name]
  if not config then
    health.error('There is no configuration for rust_agent', "Put this plugin's folder on 'runtimepath'.")
    return
  end
  local cmd = config.cmd
  if type(cmd) ~= 'table' then
    health.info('The server is reached through a function of yours')
  elseif vim.fn.executable(cmd[1]) == 0 then
    health.error(('`%s` cannot be run'):format(cmd[1]), {
      'Install rust-agent-lsp with pipx or uv, so that it is on PATH,',
      "or name it: vim.lsp.config('rust_agent', { cmd = { '/path/to/rust-agent-lsp', 'serve' } })",
    })
  else
    local version, problem = server_version(cmd)
    if version then
      health.ok(('server: %s (%s)'):format(version, vim.fn.exepath(cmd[1])))
    else
      health.error('The server does not start: ' .. problem, 'Run `rust-agent-lsp doctor`.')
    end
  end
end

---@param program string
---@param without string What is lost where it is missing.
---@param advice string
local function check_program(program, without, advice)
  if vim.fn.executable(program) == 1 then
    health.ok(('%s: %s'):format(program, vim.fn.exepath(program)))
  else
    health.warn(('`%s` is not on PATH: %s'):format(program, without), advice)
  end
end

---@param client vim.lsp.Client
local function check_client(client)
  local root = client.root_dir
  health.ok(('client %d runs for %s'):format(client.id, root or 'single files'))
  local trusted = rust_agent.trusted(root)
  if trusted == nil then
    health.info("trust: the server's allow-list decides (:RustAgent status shows it, :RustAgent trust grants it)")
  else
    health.info(('trust: vim.g.rust_agent says %s'):format(trusted and 'yes' or 'no'))
  end
  for buffer in pairs(client.attached_buffers) do
    local path = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
    local source, last = forward.source(buffer), forward.last(buffer)
    if source and last then
      local from = ('%s, %s'):format(source.name, last.positionEncoding)
      health.ok(('%s: %d diagnostics forwarded (%s)'):format(path, #last.diagnostics, from))
    else
      health.warn(('%s: nobody forwards diagnostics'):format(path), {
        'Enable rust-analyzer as well. Until then the server checks by itself when you save.',
      })
    end
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = rust_agent.name })
  if #clients == 0 then
    health.info('No client runs now. Open a Rust file after `vim.lsp.enable("rust_agent")`.')
  end
  vim.iter(clients):each(check_client)
end

function M.check()
  health.start('rust_agent: what must be there')
  check_editor()
  check_server()
  check_program('cargo', 'fixes cannot be checked', 'Install Rust with rustup.')
  health.start('rust_agent: now')
  check_clients()
end

return M
