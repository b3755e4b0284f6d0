--- Hands rust-analyzer's diagnostics to our server, which has no other way to see them.
local name = require('rust_agent').name

local M = {}

local METHOD = 'rustAgent/diagnostics'

---@class rust_agent.Forwarded
---@field uri string
---@field version integer? The version of the text that the diagnostics came for.
---@field positionEncoding string The encoding of the client that received them.
---@field diagnostics lsp.Diagnostic[]

--- What was last collected for each buffer.
---@type table<integer, rust_agent.Forwarded>
local forwarded = {}

--- Whether a client speaks with rust-analyzer: nvim-lspconfig names it `rust_analyzer`, rustaceanvim
--- `rust-analyzer`, and a user as they like; the server itself says who it is.
---@param client vim.lsp.Client
---@return boolean
local function is_rust_analyzer(client)
  return client.name:find('^rust[-_]analyzer') ~= nil
    or vim.tbl_get(client, 'server_info', 'name') == 'rust-analyzer'
end

--- What the user told rust-analyzer of `section`, such as `rust-analyzer.check.command`.
---@param section string
---@param root? string The workspace that is meant, should there be several.
---@return any value nil where nothing was said
function M.setting(section, root)
  local clients = vim.tbl_filter(is_rust_analyzer, vim.lsp.get_clients())
  local client = vim.iter(clients):find(function(candidate)
    return candidate.root_dir == root
  end) or clients[1]
  if client then
    return vim.tbl_get(client.settings or {}, unpack(vim.split(section, '.', { plain = true })))
  end
end

--- Whether `namespace` holds what `client` pushed, or what was pulled from it.
---@param namespace integer
---@param client vim.lsp.Client
---@return boolean
local function belongs(namespace, client)
  local full = vim.diagnostic.get_namespace(namespace).name
  -- `nvim.lsp.<name>.<id>`, for pulled ones `.<identifier>` behind it; Neovim 0.11 begins with `vim.`.
  local _, at = full:find(('vim.lsp.%s.%d'):format(client.name, client.id), 1, true)
  return at ~= nil and (at == #full or full:sub(at + 1, at + 1) == '.')
end

---@param bufnr integer
---@param client vim.lsp.Client
---@return lsp.Diagnostic[]
local function of_client(bufnr, client)
  local found = {} ---@type lsp.Diagnostic[]
  for _, diagnostic in ipairs(vim.diagnostic.get(bufnr)) do
    local raw = vim.tbl_get(diagnostic, 'user_data', 'lsp')
    if raw and diagnostic.namespace and belongs(diagnostic.namespace, client) then
      found[#found + 1] = raw
    end
  end
  return found
end

--- The client whose diagnostics count: rust-analyzer, else one that speaks for the compiler.
---@param bufnr integer
---@return vim.lsp.Client? client
---@return lsp.Diagnostic[] diagnostics
function M.source(bufnr)
  local second, its = nil, {} ---@type vim.lsp.Client?, lsp.Diagnostic[]
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = bufnr })) do
    if client.name ~= name then
      local diagnostics = of_client(bufnr, client)
      if is_rust_analyzer(client) then
        return client, diagnostics
      end
      local rustc = vim.iter(diagnostics):any(function(diagnostic)
        return diagnostic.source == 'rustc' or diagnostic.source == 'clippy'
      end)
      if rustc and not second then
        second, its = client, diagnostics
      end
    end
  end
  return second, its
end

--- What to tell the server of `bufnr` now, or nil where nobody speaks for the compiler.
--- The version stays that of the text for which the diagnostics arrived: they may be older
--- than the text when something else reports, or when our client attaches late.
---@param bufnr integer
---@param arrived? vim.Diagnostic[] What has just been set, by whichever client.
---@return rust_agent.Forwarded?
local function collect(bufnr, arrived)
  local client, diagnostics = M.source(bufnr)
  local last = forwarded[bufnr]
  if not client and not last then
    return nil
  end
  local namespace = vim.tbl_get(arrived or {}, 1, 'namespace')
  local fresh = not last
    or (client and namespace and belongs(namespace, client))
    or not vim.deep_equal(last.diagnostics, diagnostics)
  if not fresh then
    return last
  end
  return {
    uri = vim.uri_from_bufnr(bufnr),
    version = vim.lsp.util.buf_versions[bufnr],
    positionEncoding = client and client.offset_encoding or last.positionEncoding,
    diagnostics = diagnostics,
  }
end

--- Collect, and tell every client of ours that is attached to the buffer.
---@param bufnr integer
---@param opts? { arrived?: vim.Diagnostic[], always?: boolean }
local function update(bufnr, opts)
  opts = opts or {}
  local message = collect(bufnr, opts.arrived)
  if not message or (message == forwarded[bufnr] and not opts.always) then
    return
  end
  forwarded[bufnr] = message
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = bufnr, name = name })) do
    client:notify(METHOD, message)
  end
end

--- Have our server ask for the settings again: those of rust-analyzer count where ours say nothing.
local function tell_of_settings()
  for _, client in ipairs(vim.lsp.get_clients({ name = name })) do
    client:notify('workspace/didChangeConfiguration', { settings = client.settings })
  end
end

--- What was last told of a buffer; for the health check.
---@param bufnr integer
---@return rust_agent.Forwarded?
function M.last(bufnr)
  return forwarded[bufnr]
end

--- Forward from now on; calling it again changes nothing.
function M.enable()
  local group = vim.api.nvim_create_augroup('rust_agent.forward', {})
  vim.api.nvim_create_autocmd('DiagnosticChanged', {
    group = group,
    desc = 'Tell rust_agent what rust-analyzer found',
    callback = function(args)
      update(args.buf, { arrived = args.data and args.data.diagnostics })
    end,
  })
  vim.api.nvim_create_autocmd('LspAttach', {
    group = group,
    desc = 'Tell rust_agent what was found before it, or that somebody will forward',
    callback = function(args)
      local client = vim.lsp.get_client_by_id(args.data.client_id)
      if client and is_rust_analyzer(client) then
        tell_of_settings()
      end
      update(args.buf, { always = true })
    end,
  })
  vim.api.nvim_create_autocmd({ 'BufDelete', 'BufWipeout' }, {
    group = group,
    callback = function(args)
      forwarded[args.buf] = nil
    end,
  })
end

return M
